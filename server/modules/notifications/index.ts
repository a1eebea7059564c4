// The door of notifications: what people are told, and the channels that carry it.
import './notifications.events.ts';
import './notifications.tables.ts';
import type { Module } from '#platform/module';
import { tellInvitationAnswer } from './tell-invitation-answer.ts';
import { tellSecurityChange } from './tell-security-change.ts';
import { notificationJobs } from './notifications.jobs.ts';
import { notificationsRoutes } from './notifications.routes.ts';
import type { NotificationPorts } from './ports.ts';
import { leavePushDevices } from './push-devices.ts';

export { notificationsPersonal } from './notifications.personal.ts';
export { openMailChannel } from './mail-channel.ts';
export { unreadCount, unreadNotices } from './notifications.queries.ts';
export { notify } from './notify.ts';
export type { Contact, NotificationPorts } from './ports.ts';
export { openPushChannel } from './push-channel.ts';
export { addPushDevice } from './push-devices.ts';
export { openSmsChannel } from './sms-channel.ts';
export { unsubscribeUrl } from './unsubscribe.ts';
export { smsReceiptsIn } from './sms-receipts.ts';

export const notificationsModule = (ports: NotificationPorts): Module => ({
  name: 'notifications',
  routes: notificationsRoutes(ports),
  jobs: notificationJobs(ports),
  on: { 'household.answered': tellInvitationAnswer, 'security.changed': tellSecurityChange, 'session.ended': leavePushDevices },
  every: [
    { task: 'notifications.sweep', seconds: 5 },
    { task: 'notifications.watch', seconds: 300 },
  ],
});
