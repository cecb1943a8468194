/** From 0 to 1. */
export type OnProgress = (sent: number) => void;

/** fetch() can't tell how much of a body has gone out; XMLHttpRequest can. */
export const uploadFetch =
  (onProgress: OnProgress): typeof fetch =>
  (input, init) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const body = init?.body;
      if (!(body instanceof FormData)) {
        resolve(fetch(input, init));
        return;
      }
      request.open(init?.method ?? 'POST', input instanceof Request ? input.url : input);
      for (const [name, value] of new Headers(init?.headers)) if (name !== 'content-type') request.setRequestHeader(name, value);
      request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total));
      request.addEventListener('load', () => {
        const contentType = request.getResponseHeader('content-type') ?? 'application/json';
        resolve(new Response(request.responseText, { status: request.status, headers: { 'content-type': contentType } }));
      });
      request.addEventListener('error', () => reject(new TypeError('The upload was cut off.')));
      request.addEventListener('abort', () => reject(new DOMException('The upload was stopped.', 'AbortError')));
      init?.signal?.addEventListener('abort', () => request.abort());
      request.send(body);
    });
