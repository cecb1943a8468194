import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Imported before all else: libraries read this when they are loaded. Without it graphql-js looks at the class of every value for a second
 * copy of itself: 7% of the time of a list.
 */
process.env.NODE_ENV ??= 'production';

// What is compiled once, types stripped, need not be compiled at the next start. Where nothing can be written there, it is.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/compile', import.meta.url)));
