import type { App } from '../../src/app.ts';
import { listen } from '../../src/http/listen.ts';

/** What a gateway tells its administrator, over the port that has it where there are several accounts. */
export async function metricsOf({ operate }: App): Promise<string> {
  const listening = await listen(operate, { host: '127.0.0.1', port: 0 });
  try {
    return await (await fetch(`${listening.url}/metrics`)).text();
  } finally {
    await listening.close(0);
  }
}

/** @param name with its labels, as it stands in the text */
export const metricIn = (text: string, name: string): number =>
  Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length) ?? Number.NaN,
  );
