import { RESTDataSource } from '@apollo/datasource-rest';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControl } from '@apollo/server/plugin/cacheControl';
import { startStandaloneServer } from '@apollo/server/standalone';
import responseCachePlugin from '@apollo/server-plugin-response-cache';
import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import { listPath, onePath, origin, port, typeDefs } from './common.js';

class Senders extends RESTDataSource {
  baseURL = origin;
  list = (first) => this.get(listPath(first));
  one = (name) => this.get(onePath(name));
}

const cache = new InMemoryLRUCache();
const server = new ApolloServer({
  typeDefs,
  resolvers: {
    Query: {
      senders: async (_, { first }, { senders }) => ({ nodes: await senders.list(first) }),
      sender: (_, { by }, { senders }) => senders.one(by.name),
    },
  },
  cache,
  plugins: [ApolloServerPluginCacheControl({ defaultMaxAge: 20 }), responseCachePlugin()],
});
await startStandaloneServer(server, {
  listen: { port, host: '127.0.0.1' },
  context: async () => ({ senders: new Senders({ cache }) }),
});
