import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { RequestScope } from '../http/request/request-scope.ts';
import type { FinishedCall } from '../smsc/client.ts';

export interface Tracing {
  /** Begins a span for a request, as a child of the trace that its `traceparent` names. */
  begin(scope: RequestScope): void;
  end(scope: RequestScope): void;
  /** A request to the provider that is over, as a child of the request that started it. */
  upstreamCall(account: string, call: FinishedCall): void;
  /** Sends what is left. */
  close(): Promise<void>;
}

const NAME = 'smsc-sender-gateway';
/** W3C trace context. */
const TRACEPARENT = /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/;

function parentOf(traceparent: string | undefined): Context {
  const [, traceId, spanId, flags = '00'] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED,
    isRemote: true,
  });
}

/** Traces by OTLP over HTTP. The exporter reads where to and how from the standard OTEL_EXPORTER_OTLP_* variables. Holds no token, query or variable. */
export function startTracing(version: string): Tracing {
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': NAME, 'service.version': version }))
    .merge(detectResources({ detectors: [envDetector] }));
  const provider = new TracerProvider({ resource, spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })] });
  const tracer = provider.getTracer(NAME, version);
  const spans = new WeakMap<RequestScope, Span>();
  return {
    begin(scope) {
      const { method = '', headers } = scope.request;
      const attributes = { 'http.request.method': method, 'url.path': scope.path };
      const span = tracer.startSpan(
        `${method} ${scope.path}`,
        { kind: SpanKind.SERVER, attributes },
        parentOf(headers.traceparent as string | undefined),
      );
      spans.set(scope, span);
      const { traceId, spanId, traceFlags } = span.spanContext();
      scope.traceparent = `00-${traceId}-${spanId}-0${traceFlags}`;
    },
    end(scope) {
      const span = spans.get(scope);
      if (span === undefined) return;
      const { operations, response, principal } = scope;
      const [first] = operations;
      if (first !== undefined) {
        span.updateName(`${first.kind ?? 'operation'} ${first.name ?? 'anonymous'}`);
        span.setAttributes({
          'graphql.operation.type': first.kind ?? '',
          'graphql.operation.name': first.name ?? '',
          'smsc.upstream.calls': operations.reduce((sum, { cost }) => sum + cost.calls, 0),
          'smsc.repeated': first.repeated,
          'smsc.prepared': first.prepared,
          'smsc.error.codes': [...new Set(operations.flatMap(({ codes }) => codes))],
        });
      }
      if (principal !== null) span.setAttribute('smsc.account', principal.account.name);
      span.setAttribute('http.response.status_code', response.statusCode);
      if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
    upstreamCall(account, { command, host, outcome, durationMs, traceparent }) {
      const end = Date.now();
      const attributes = { 'server.address': host, 'smsc.command': command, 'smsc.account': account, 'smsc.outcome': outcome ?? 'ok' };
      const span = tracer.startSpan(
        `senders.php ${command}`,
        { kind: SpanKind.CLIENT, startTime: end - durationMs, attributes },
        parentOf(traceparent),
      );
      if (outcome !== null) span.setStatus({ code: SpanStatusCode.ERROR, message: outcome });
      span.end(end);
    },
    close: () => provider.shutdown(),
  };
}
