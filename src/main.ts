import './production.ts';

// Not a static import: those are compiled before anything runs, so before there is a cache of what was compiled.
await import('./start.ts');
