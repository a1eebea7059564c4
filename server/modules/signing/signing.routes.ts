import { getSigningRoots } from '#contract/signing';
import { anyone, type Route, stream } from '#platform/route';
import { rootsPem } from './sign-document.ts';

export const signingRoutes: readonly Route[] = [
  stream(getSigningRoots, anyone, async ({ db }, _request, reply) =>
    reply.type('application/x-pem-file').header('content-disposition', 'attachment; filename="moidom-root.pem"').send(await rootsPem(db))),
];
