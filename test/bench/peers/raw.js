// Floors: node:http and nothing else. KIND=bytes sends the same bytes each time, KIND=json makes them of the objects each time.
// WORKERS=n: as many processes behind the port.
import cluster from 'node:cluster';
import { createServer } from 'node:http';
import { listPath, onePath, origin, port } from './common.js';

const ANSWERS = { Page: 'senders', One: 'sender' };

async function serve() {
  const held = new Map();
  const answerOf = async (body) => {
    const known = held.get(body);
    if (known !== undefined) return known;
    const { query, variables } = JSON.parse(body);
    const name = /query (\w+)/.exec(query)[1];
    const rows = await (await fetch(origin + (name === 'Page' ? listPath(variables.first) : onePath(variables.name)))).json();
    const value = { data: { [ANSWERS[name]]: name === 'Page' ? { nodes: rows } : { name: rows.name, rawStatus: rows.rawStatus } } };
    const answer = { value, bytes: Buffer.from(JSON.stringify(value)) };
    held.set(body, answer);
    return answer;
  };
  const send = (response, { value, bytes }) => {
    const sent = process.env.KIND === 'bytes' ? bytes : Buffer.from(JSON.stringify(value));
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': sent.length }).end(sent);
  };
  createServer((request, response) => {
    let body = '';
    request.setEncoding('latin1');
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const known = held.get(body);
      if (known !== undefined) send(response, known);
      else void answerOf(body).then((answer) => send(response, answer));
    });
  }).listen(port, '127.0.0.1');
}

const workers = Number(process.env.WORKERS ?? 0);
if (cluster.isPrimary && workers > 0) for (let index = 0; index < workers; index += 1) cluster.fork();
else await serve();
