/* Pictures of people. */

/** A picture that main has checked: a small PNG, JPEG, GIF or WebP. */
export type PictureView = { readonly hash: string; readonly type: string; readonly base64: string };
