import { expect, type Locator, type Page } from '@playwright/test';
import { startingWith } from './words.ts';

export type NewBuddy = {
  readonly address: string;
  readonly name?: string;
  readonly groups?: string;
  readonly message?: string;
};

/** The left side: my accounts, requests, the list and its footer. */
export class BuddyList {
  readonly page: Page;
  readonly side: Locator;
  readonly tree: Locator;
  readonly search: Locator;
  readonly requests: Locator;

  constructor(page: Page) {
    this.page = page;
    this.side = page.getByRole('complementary', { name: 'Buddies' });
    this.tree = this.side.getByRole('tree', { name: 'Buddies' });
    this.search = this.side.getByRole('searchbox', { name: 'Find a buddy' });
    this.requests = this.side.getByRole('list', { name: 'Requests' });
  }

  /** The box of one of my accounts: its state, and what is wrong with it. */
  account(address: string): Locator {
    return this.side.getByRole('region', { name: address });
  }

  /** What is wrong with an account. */
  trouble(address: string): Locator {
    return this.account(address).getByRole('alert');
  }

  /** Waits until an account is signed in and has its key. */
  async online(address: string, timeout = 30_000): Promise<void> {
    const account = this.account(address);
    await expect(account.getByRole('button', { name: /Available|Away|Do not disturb|Invisible/ })).toBeVisible({ timeout });
    await expect(account.getByText('Making your key…')).toHaveCount(0, { timeout });
  }

  async statusMenu(address: string, entry: string): Promise<void> {
    await this.account(address).getByRole('button').first().click();
    await this.page.getByRole('menu', { name: `Status of ${address}` }).getByText(entry, { exact: true }).click();
  }

  /** A buddy's row; its name says presence, status, privacy and unread messages. */
  row(name: string | RegExp): Locator {
    return this.tree.getByRole('treeitem', { name: typeof name === 'string' ? startingWith(name) : name });
  }

  group(name: string): Locator {
    return this.tree.getByRole('treeitem', { level: 1 }).filter({ hasText: name });
  }

  async open(name: string): Promise<void> {
    await this.row(name).click();
  }

  async rowMenu(name: string, entry: string): Promise<void> {
    await this.row(name).click({ button: 'right' });
    await this.page.getByRole('menu', { name: 'Actions for this buddy' }).getByRole('menuitem', { name: entry }).click();
  }

  async fillNewBuddy({ address, name, groups, message }: NewBuddy): Promise<Locator> {
    await this.side.getByRole('button', { name: 'Add buddy…' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Add a buddy' });
    await dialog.getByRole('textbox', { name: 'Address' }).fill(address);
    if (name !== undefined) await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    if (groups !== undefined) await dialog.getByRole('combobox', { name: 'Groups' }).fill(groups);
    if (message !== undefined) await dialog.getByRole('textbox', { name: 'A line to them' }).fill(message);
    return dialog;
  }

  async add(buddy: NewBuddy): Promise<void> {
    const dialog = await this.fillNewBuddy(buddy);
    await dialog.getByRole('button', { name: 'Add buddy' }).click();
    await expect(dialog).toBeHidden();
  }

  /** A request to see when I am there. */
  request(address: string): Locator {
    return this.requests.getByRole('listitem').filter({ hasText: address });
  }

  async approve(address: string): Promise<void> {
    await this.request(address).getByRole('button', { name: `Approve ${address}` }).click();
    await expect(this.request(address)).toBeHidden();
  }

  async deny(address: string): Promise<void> {
    await this.request(address).getByRole('button', { name: `Deny ${address}` }).click();
    await expect(this.request(address)).toBeHidden();
  }
}
