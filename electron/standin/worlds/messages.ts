import type { Carried } from './carry.ts';

/** What the preload's world says to main over its binding. */
export type ToMain =
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: Carried }
  | { readonly kind: 'send'; readonly channel: string; readonly args: Carried }
  | { readonly kind: 'open'; readonly url: string; readonly frameName: string; readonly features: string }
  | { readonly kind: 'window'; readonly event: 'focus' | 'blur' | 'resize' };

/** What main says to the preload's world. */
export type ToPreload =
  | { readonly kind: 'answer'; readonly id: number; readonly value: Carried }
  | { readonly kind: 'refused'; readonly id: number; readonly message: string }
  | { readonly kind: 'event'; readonly channel: string; readonly args: Carried };

