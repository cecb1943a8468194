import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';
import { port, resolvers, typeDefs } from './common.js';

createServer(createYoga({ schema: createSchema({ typeDefs, resolvers }), logging: false })).listen(port, '127.0.0.1');
