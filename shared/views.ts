/*
 * What the window shows, as main computed it. Views hold no key material and no password; peer text in
 * them is always a plain string. Times are milliseconds since the Unix epoch.
 */

export * from './views/app.ts';
export * from './views/accounts.ts';
export * from './views/registration.ts';
export * from './views/buddies.ts';
export * from './views/pictures.ts';
export * from './views/policies.ts';
export * from './views/fingerprints.ts';
export * from './views/moving.ts';
export * from './views/transfer.ts';
export * from './views/lab.ts';
export * from './views/authentication.ts';
export * from './views/conversations.ts';
export * from './views/drafts.ts';
export * from './views/timeline.ts';
export * from './views/history.ts';
