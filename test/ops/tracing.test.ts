import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wantsTracing } from '../../src/ops/wants-tracing.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { json, type StubProvider, startStub } from '../support/stub-provider.ts';

interface SpanRecord {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
}

/** Takes traces as a collector does. */
async function startCollector() {
  const spans: SpanRecord[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body).toString() : body.toString();
    for (const { scopeSpans } of JSON.parse(text).resourceSpans) for (const scope of scopeSpans) spans.push(...scope.spans);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { spans, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SECRETS = ['planted-password', 'planted-name', 'secret-of-the-query'];

let provider: StubProvider;
let collector: Awaited<ReturnType<typeof startCollector>>;
let gateway: GatewayProcess;
beforeAll(async () => {
  provider = await startStub(json('[{"id":"1","sender":"Shop","status":"1"}]'));
  collector = await startCollector();
  gateway = await startGatewayProcess({
    SMSC_URL: provider.url,
    SMSC_RESERVE_URLS: '',
    SMSC_LOGIN: 'login',
    SMSC_PASSWORD: 'planted-password',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  });
  await fetch(gateway.url ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01` },
    body: JSON.stringify({
      query:
        'query Names($name: String) { senders(filter: { nameContains: $name }) { totalCount } all: senders { nodes { operators { status } } } } # secret-of-the-query',
      variables: { name: 'planted-name' },
    }),
  });
  gateway.kill('SIGTERM');
  await gateway.exited;
}, 30_000);
afterAll(async () => {
  gateway.kill('SIGKILL');
  collector.close();
  await provider[Symbol.asyncDispose]();
});

const attributeOf = (span: SpanRecord | undefined, key: string) =>
  Object.values(span?.attributes.find((attribute) => attribute.key === key)?.value ?? {})[0];

describe('traces', () => {
  it('have a span for a request, in the trace of whoever asked, and one for each request to the provider', () => {
    const request = collector.spans.find(({ name }) => name === 'query Names');
    // The list at the start belongs to no request.
    const call = collector.spans.find(({ name, traceId }) => name === 'senders.php LIST' && traceId === TRACE_ID);
    expect(request).toMatchObject({ traceId: TRACE_ID, parentSpanId: '00f067aa0ba902b7' });
    expect(call).toMatchObject({ traceId: TRACE_ID, parentSpanId: request?.spanId });
    expect(attributeOf(request, 'http.response.status_code')).toBe(200);
    expect(attributeOf(call, 'smsc.outcome')).toBe('ok');
  });

  it('are passed on to the provider', () => {
    const request = collector.spans.find(({ name }) => name === 'query Names');
    expect(provider.requests[1]?.headers.traceparent).toBe(`00-${TRACE_ID}-${request?.spanId}-01`);
  });

  it('hold no secret, no query and no variable', () => {
    expect(collector.spans.length).toBeGreaterThan(1);
    for (const secret of SECRETS) expect(JSON.stringify(collector.spans)).not.toContain(secret);
  });

  it('are made where the standard variables ask for them alone', () => {
    expect(wantsTracing({})).toBe(false);
    expect(wantsTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector' })).toBe(true);
    expect(wantsTracing({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector' })).toBe(true);
    expect(wantsTracing({ OTEL_TRACES_EXPORTER: 'otlp' })).toBe(true);
    expect(wantsTracing({ OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector' })).toBe(false);
    expect(wantsTracing({ OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector' })).toBe(false);
  });
});
