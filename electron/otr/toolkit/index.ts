/**
 * The forging toolkit: what makes deniability something that anyone can show.
 *
 * Six commands with the arguments and the output of the reference library's, so that its documentation
 * applies: `otr_parse` is `parse` here, and so on.
 */
import { mackey } from './mackey.ts';
import { modify } from './modify.ts';
import { parse } from './parse.ts';
import { readforge } from './readforge.ts';
import { remac } from './remac.ts';
import { sesskeys } from './sesskeys.ts';
import type { Tool } from './tool.ts';

export type { Outcome, Started, Tool } from './tool.ts';
export { longestMessage, Scanner } from './scan.ts';

export const tools: readonly Tool[] = [parse, sesskeys, mackey, readforge, modify, remac];
