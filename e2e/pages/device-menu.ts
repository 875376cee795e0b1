import { expect, type Locator, type Page } from '@playwright/test';

/** What the menu can be told to follow, in its words. */
export type DeviceWord = 'the most secure' | 'the one heard from last' | 'the one that went private last';

/** Which of a buddy's devices lines go to: the button under their name, and its menu. */
export class DeviceMenu {
  readonly page: Page;
  /** There while several devices have a session. */
  readonly button: Locator;
  readonly #menu: Locator;

  constructor(page: Page) {
    this.page = page;
    this.button = page.getByRole('tabpanel').getByRole('button', { name: /^Goes to / });
    this.#menu = page.getByRole('menu', { name: 'Device' });
  }

  /** Waits until lines go to the device of this key, 40 upper-case hex digits. */
  async expectGoesTo(fingerprint: string): Promise<void> {
    await expect(this.button).toHaveAccessibleName(new RegExp(`^Goes to ${fingerprint.slice(0, 8)} `));
  }

  /** Has lines go to the device of this key. */
  async chooseKey(fingerprint: string): Promise<void> {
    await this.#choose(new RegExp(`^${fingerprint.slice(0, 8)} `));
  }

  /** Has lines go to whichever device is as the menu says. */
  async chooseAlways(word: DeviceWord): Promise<void> {
    await this.#choose(word);
  }

  /** What the menu offers, and whether it is what was chosen, in order; the menu is closed again. */
  async offers(): Promise<readonly (readonly [name: string, chosen: boolean])[]> {
    await this.button.click();
    const items = await this.#menu.getByRole('menuitemradio').all();
    const offers = await Promise.all(
      items.map(async (item) => [(await item.innerText()).trim(), (await item.getAttribute('aria-checked')) === 'true'] as const),
    );
    await this.page.keyboard.press('Escape');
    await expect(this.#menu).toBeHidden();
    return offers;
  }

  async #choose(name: string | RegExp): Promise<void> {
    await this.button.click();
    await this.#menu.getByRole('menuitemradio', { name }).click();
    await expect(this.#menu).toBeHidden();
  }
}
