import type { Check } from './check.ts';

/** In the order of the table. The first ones make the types that the examples compile with. */
export const CHECKS: readonly Check[] = [
  {
    tool: '@graphql-codegen/client-preset',
    tried: {
      en: 'typed documents from the running gateway’s introspection',
      ru: 'типизированные документы из интроспекции работающего шлюза',
    },
    module: './tools/codegen.ts',
  },
  {
    tool: 'relay-compiler',
    tried: {
      en: '`schema/schema.graphql` with the example’s connection and mutation',
      ru: '`schema/schema.graphql`, список и мутация примера',
    },
    module: './clients/relay-compiler.ts',
  },
  {
    tool: 'typescript',
    tried: { en: 'compiles every example with these types', ru: 'компилирует все примеры с этими типами' },
    module: './tools/compile.ts',
  },
  {
    tool: '@apollo/client',
    tried: {
      en: '[pages of a list](examples/clients/apollo.ts), a mutation’s union, an upload, a subscription',
      ru: '[список по страницам](examples/clients/apollo.ts), объединение ответа мутации, загрузка файла, подписка',
    },
    module: './clients/apollo.ts',
  },
  {
    tool: '@apollo/client',
    tried: {
      en: '[documents by their hash](examples/clients/apollo-persisted.ts), registered by its `PersistedQueryLink`, by POST and GET',
      ru: '[документы по хешу](examples/clients/apollo-persisted.ts), которые регистрирует его `PersistedQueryLink`, по POST и GET',
    },
    module: './clients/apollo-persisted.ts',
  },
  {
    tool: '@urql/exchange-graphcache',
    tried: {
      en: '[the same](examples/clients/urql.ts) with a cache that knows the schema',
      ru: '[то же](examples/clients/urql.ts) с кэшем, который знает схему',
    },
    module: './clients/urql.ts',
  },
  {
    tool: 'react-relay',
    tried: {
      en: '[the same](examples/clients/relay.tsx) with `usePaginationFragment` and `@prependEdge`',
      ru: '[то же](examples/clients/relay.tsx) с `usePaginationFragment` и `@prependEdge`',
    },
    module: './clients/relay-page.ts',
  },
  {
    tool: 'graphql-request',
    tried: { en: 'a typed query, and an error’s code', ru: 'типизированный запрос и код ошибки' },
    module: './clients/graphql-request.ts',
  },
  {
    tool: '@apollo/composition',
    tried: {
      en: 'composes with a second subgraph that adds a field to `Sender`',
      ru: 'компонуется со вторым подграфом, который добавляет поле к `Sender`',
    },
    module: './federation/composition.ts',
    env: { FEDERATION: 'on' },
  },
  {
    tool: '@graphql-hive/gateway-runtime',
    tried: {
      en: 'queries across both subgraphs, there and back by `_entities`',
      ru: 'запросы через оба подграфа, туда и обратно по `_entities`',
    },
    module: './federation/hive-gateway.ts',
    env: { FEDERATION: 'on' },
  },
  {
    tool: 'get-graphql-schema',
    tried: {
      en: 'introspection as text and as JSON, by a tool that speaks the introspection of graphql 14, is the schema of `/schema.graphql`',
      ru: 'интроспекция текстом и в JSON инструментом времён graphql 14 даёт схему из `/schema.graphql`',
    },
    module: './tools/introspection.ts',
  },
  {
    tool: '@graphql-yoga/render-graphiql',
    tried: { en: 'GraphiQL in Chromium runs the query of its first tab', ru: 'GraphiQL в Chromium выполняет запрос первой вкладки' },
    module: './tools/graphiql.ts',
  },
  {
    tool: '@usebruno/cli',
    tried: {
      en: '[a collection](examples/bruno); the schema from `/schema.graphql` and by introspection, as its app loads it',
      ru: '[коллекция](examples/bruno); схема из `/schema.graphql` и интроспекцией, как её загружает приложение',
    },
    module: './tools/bruno.ts',
  },
  {
    tool: '@graphql-eslint/eslint-plugin',
    tried: {
      en: '[its strict and Relay rule sets](examples/schema/eslint.config.js) over the schema',
      ru: '[строгие правила и правила Relay](examples/schema/eslint.config.js) для схемы',
    },
    module: './schema/lint.ts',
  },
  {
    tool: '@graphql-inspector/core',
    tried: {
      en: 'no breaking change since the released schema without a new version',
      ru: 'после выпущенной схемы нет ломающих изменений без новой версии',
    },
    module: './schema/inspector.ts',
  },
  {
    tool: '@modelcontextprotocol/sdk',
    tried: {
      en: '[an agent’s client](examples/agents/sdk.ts): lists the tools, reads, writes, is refused',
      ru: '[клиент агента](examples/agents/sdk.ts): список инструментов, чтение, запись, отказ',
    },
    module: './agents/sdk.ts',
  },
  {
    tool: '@modelcontextprotocol/inspector',
    tried: {
      en: '[its command](examples/agents/inspector.ts) lists the tools and calls one',
      ru: '[его команда](examples/agents/inspector.ts) показывает инструменты и вызывает один',
    },
    module: './agents/inspector.ts',
  },
];
