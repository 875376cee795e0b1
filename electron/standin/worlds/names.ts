/** Random names of one window, known to main and to the scripts that main puts before the page's own. */
export type Names = {
  readonly toPage: string;
  readonly toPreload: string;
  /** The function by which the preload's world reaches main; it exists in that world only. */
  readonly binding: string;
  /** The function by which main reaches the preload's world. */
  readonly deliver: string;
};
