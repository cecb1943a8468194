#!/usr/bin/env node
// The command of the npm package. Node 14 can read this file, and learns from it what is missing.
const OLDEST = 24;

if (Number(process.versions.node.split('.')[0]) < OLDEST) {
  console.error(`smsc-sender-gateway needs Node.js ${OLDEST} or later; this is ${process.version} (${process.execPath}).
Get it from https://nodejs.org, or run the command with it for once: npx -p node@${OLDEST} -p smsc-sender-gateway smsc-sender-gateway`);
  process.exitCode = 1;
} else {
  // What Node still calls experimental is the embedded SQLite.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'ExperimentalWarning') console.error(warning.stack);
  });
  import('./run.ts')
    .then(({ run }) => run(process.argv.slice(2), { print: console.log, complain: console.error, process }))
    .then((code) => {
      if (code !== null) process.exitCode = code;
    })
    .catch((error) => {
      console.error(error);
      process.exitCode = 1;
    });
}
