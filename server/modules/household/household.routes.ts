// Routes of the household.
import * as children from '#contract/children';
import * as contract from '#contract/household';
import { changeChild, changeChildPassword, endChild, readChildren } from '#modules/identity';
import { eraseSoon } from '#modules/privacy';
import { anyone, command, flow, once, query, type Route, secured } from '#platform/route';
import { accept, join, readInvitation, refuseInvitation } from './answer-invitation.ts';
import { endStay } from './end-stay.ts';
import { readHousehold } from './household.queries.ts';
import { inviteInto, withdraw } from './invite.ts';
import { makeChild } from './make-child.ts';

/** `join` answers whoever has a link and sets a password: its answer is not remembered. */
export const householdRoutes = ({ publicUrl }: { publicUrl: URL }): Route[] => [
  query(contract.getHousehold, secured, (reading, { params }, ground) => readHousehold(reading, params, ground)),
  command(contract.invite, secured, (work, { params, body }) => inviteInto(work, params, body, publicUrl)),
  command(contract.withdrawInvitation, secured, (work, { params }) => withdraw(work, params)),
  command(contract.endStay, secured, (work, { params }) => endStay(work, params)),
  query(contract.getInvitation, anyone, (reading, { params }, ground) => readInvitation(reading, params.token, ground)),
  flow(contract.acceptInvitation, secured, (given, { params, body }) => accept(given, params.token, body.code)),
  once(contract.joinByInvitation, anyone, (given, { params, body }) => join(given, params.token, body)),
  command(contract.refuseInvitation, anyone, (work, { params }) => refuseInvitation(work, params.token)),
  query(children.getChildren, secured, (reading) => readChildren(reading)),
  flow(children.makeChild, secured, (given, { body }) => makeChild(given, body)),
  command(children.changeChild, secured, (work, { params, body }) => changeChild(work, params.childId, body)),
  once(children.changeChildPassword, secured, (given, { params, body }) => changeChildPassword(given, params.childId, body.newPassword)),
  command(children.endChild, secured, async (work, { params }) => {
    await endChild(work, params.childId);
    await eraseSoon(work, params.childId);
    return {};
  }),
];
