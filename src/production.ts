/**
 * Imported before all else: libraries read this when they are loaded. Without it graphql-js looks at the class of every value for a second
 * copy of itself: 7% of the time of a list.
 */
process.env.NODE_ENV ??= 'production';
