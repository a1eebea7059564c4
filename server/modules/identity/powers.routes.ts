// Routes of powers of attorney.
import * as papers from '#contract/power-papers';
import * as contract from '#contract/powers';
import type { FileStore } from '#platform/files';
import { command, only, own, query, type Route, secured, stream } from '#platform/route';
import { serveFile } from '#platform/serve-file';
import { confirmed } from './confirmation.ts';
import { askPaperCode, readPapers, startPaper, submitPaper, uploadCopy, withdrawPaper } from './power-papers.ts';
import { actFor, askCode, endPower, givePower, readPowers } from './powers.ts';
import { copyWithin, decidePaper, readWaitingPapers } from './review-power-papers.ts';

const reviewer = only('reviewer');

/** Going back to oneself is open to whoever acts for another. */
export const powersRoutes = ({ files }: { files: FileStore }): Route[] => [
  query(contract.getPowers, secured, (reading) => readPowers(reading)),
  command(contract.askPowerCode, secured, (work, { body }) => askCode(work, body)),
  confirmed(contract.givePower, secured, (work, { body }) => givePower(work, body)),
  command(contract.endPower, secured, (work, { params }) => endPower(work, params.powerId)),
  command(contract.actFor, own, (work, { body }) => actFor(work, body.powerId)),
  query(papers.getPowerPapers, secured, (reading, _input, ground) => readPapers(reading, ground)),
  command(papers.startPowerPaper, secured, (work, { body }) => startPaper(work, body)),
  stream(papers.putPowerCopy, { ...secured, accepts: 'multipart' }, (streaming, request, reply) => uploadCopy(files, streaming, { request, reply })),
  stream(papers.getPowerCopy, secured, async (streaming, request, reply) =>
    serveFile(files, await copyWithin(streaming, streaming.input.params.paperId), { request, reply }),
  ),
  command(papers.askPowerPaperCode, secured, (work, { params }) => askPaperCode(work, params.paperId)),
  confirmed(papers.submitPowerPaper, secured, (work, { params, body }) => submitPaper(work, params.paperId, body)),
  command(papers.withdrawPowerPaper, secured, (work, { params }) => withdrawPaper(work, params.paperId)),
  query(papers.getWorkPowerPapers, reviewer, (reading, _input, ground) => readWaitingPapers(reading, ground)),
  command(papers.decidePowerPaper, reviewer, (work, { params, body }) => decidePaper(work, params.paperId, body)),
];
