// Asks for an address over HTTP, as often as it is told to, 16 at a time on connections kept alive: started by charges-list.ts.
import http from 'node:http';
import { inParallel } from './ratio.ts';

const LANES = 16;
const { port, url, cookie } = JSON.parse(process.argv[2]!) as { port: number; url: string; cookie: string };
const agent = new http.Agent({ keepAlive: true, maxSockets: LANES });

const get = () =>
  new Promise<void>((resolve, reject) => {
    http
      .get({ agent, port, host: '127.0.0.1', path: url, headers: { cookie } }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`answered ${response.statusCode}`));
        response.resume().on('end', resolve);
      })
      .on('error', reject);
  });

process.on('message', (units: number) => void inParallel(units, LANES, get).then(() => process.send!('done')));
