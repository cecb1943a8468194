const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** What stands in for the console while it is not there: it reloads by itself, without a script, or says what to do. */
export const noticePage = (fault: string | null): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
${fault === null ? '<meta http-equiv="refresh" content="1">' : ''}
<title>Sender names</title>
<h1>${fault === null ? 'The console is being built' : 'The console is not there'}</h1>
${
  fault === null
    ? '<p>This takes some seconds, once. The page reloads by itself.</p><p lang="ru">Консоль собирается, это займёт несколько секунд. Страница обновится сама.</p>'
    : `<pre>${escaped(fault)}</pre><p>GraphQL is at <a href="/graphql">/graphql</a> all the same.</p>`
}
</html>
`;
