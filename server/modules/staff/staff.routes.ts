// Routes of an organization's people.
import * as contract from '#contract/staff';
import { command, only, query, type Route, secured } from '#platform/route';
import { answerInvitation } from './answer-invitation.ts';
import { inviteStaff, withdraw } from './invite-staff.ts';
import { endPost, givePost } from './posts.ts';
import { readInvitations, readStaff } from './staff.queries.ts';

const manager = only('manager');

export const staffRoutes = ({ publicUrl }: { publicUrl: URL }): Route[] => [
  query(contract.getStaff, manager, (reading, { params }, ground) => readStaff(reading, params.organizationId, ground)),
  command(contract.inviteStaff, manager, (work, { params, body }) => inviteStaff(work, { ...params, publicUrl }, body)),
  command(contract.withdrawStaffInvitation, manager, (work, { params }) => withdraw(work, params)),
  command(contract.givePost, manager, (work, { params, body }) => givePost(work, params.organizationId, body)),
  command(contract.endPost, manager, (work, { params }) => endPost(work, params)),
  query(contract.getStaffInvitations, secured, (reading, _input, ground) => readInvitations(reading, ground)),
  command(contract.answerStaffInvitation, secured, (work, { params, body }) => answerInvitation(work, params.invitationId, body.accept)),
];
