// A gateway in front of GraphQL: its upstream is the stand-in's own GraphQL endpoint.
import { createServer } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway';
import InMemoryCache from '@graphql-mesh/cache-inmemory-lru';
import { origin, port } from './common.js';

const cache = new InMemoryCache();
const gateway = createGatewayRuntime({
  proxy: { endpoint: `${origin}/graphql` },
  cache,
  responseCaching: { session: () => null, ttl: 20_000 },
  logging: false,
});
createServer(gateway).listen(port, '127.0.0.1');
