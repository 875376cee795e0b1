import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'tour');
const kept = join(root, 'assets/screenshots');

/** Numbers the pictures of the way, says what is on each, and keeps the README's ones when asked to. */
export class Camera {
  #count = 0;

  constructor() {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  /** Takes the window as it stands; with `keepAs`, also for the README. */
  async take(page: Page, name: string, what: string, keepAs?: string): Promise<void> {
    this.#count += 1;
    const file = join(folder, `${String(this.#count).padStart(2, '0')}-${name}.png`);
    await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
    process.stdout.write(`  ${String(this.#count).padStart(2, '0')}  ${what}\n`);
    if (keepAs === undefined || process.env['SOTTO_KEEP_SCREENSHOTS'] !== '1') return;
    mkdirSync(kept, { recursive: true });
    copyFileSync(file, join(kept, keepAs));
  }
}
