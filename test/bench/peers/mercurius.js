import Fastify from 'fastify';
import mercurius from 'mercurius';
import { port, resolvers, typeDefs } from './common.js';

const app = Fastify();
app.register(mercurius, { schema: typeDefs, resolvers, jit: 1 });
await app.listen({ port, host: '127.0.0.1' });
