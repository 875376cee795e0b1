import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../store/index.ts';
import { account, inFreshDirectory, testKey } from '../store/testing/fixtures.ts';
import type { DraftView, MessageMark } from '../../shared/views.ts';
import { DraftService } from './draft-service.ts';

type Bench = {
  readonly drafts: DraftService;
  readonly marks: Set<MessageMark>;
  /** What the next start finds. */
  readonly restart: () => readonly DraftView[];
  readonly removeAccount: () => void;
};

/** `marks`: what is kept, by how it travels. */
function withDrafts(marks: readonly MessageMark[], work: (bench: Bench) => void): void {
  inFreshDirectory((directory) => {
    const store = openStore(join(directory, 'sotto.db'), testKey());
    const kept = new Set(marks);
    const open = () => new DraftService({ store, keeps: (_accountId, _address, mark) => kept.has(mark) });
    try {
      store.accounts.put(account('a'));
      const drafts = open();
      work({
        drafts,
        marks: kept,
        restart: () => open().views(),
        removeAccount: () => {
          store.accounts.remove('a');
          drafts.drop('a');
        },
      });
    } finally {
      store.close();
    }
  });
}

const clear: DraftView = { conversationId: 'a/bob@elsinore.example', text: 'half a sen', typedFor: 'not-private' };
const secret: DraftView = { conversationId: 'a/eve@elsinore.example', text: 'the hidden', typedFor: 'private' };

test('a text that was not sent is there after a restart, with the level that it was typed for', () => {
  withDrafts(['clear', 'verified'], ({ drafts, restart }) => {
    drafts.save(clear);
    drafts.save(secret);
    expect(restart()).toEqual([clear, secret]);
    drafts.save({ ...clear, text: '' });
    expect(drafts.views()).toEqual([secret]);
    expect(restart()).toEqual([secret]);
  });
});

test('where nothing is kept it lives as long as the app, and is in the store at no time', () => {
  withDrafts(['clear'], ({ drafts, restart }) => {
    drafts.save(clear);
    drafts.save(secret);
    expect(drafts.views()).toEqual([clear, secret]);
    expect(restart()).toEqual([clear]);
  });
});

test('a text that became private leaves the store, and so does one whose conversation keeps nothing any more', () => {
  withDrafts(['clear'], ({ drafts, marks, restart }) => {
    drafts.save(clear);
    drafts.save({ ...clear, typedFor: 'unverified' });
    expect(restart()).toEqual([]);
    drafts.save(clear);
    marks.clear();
    drafts.recheck();
    expect(drafts.views()).toEqual([clear]);
    marks.add('clear');
    expect(restart()).toEqual([]);
  });
});

test('an account takes its drafts along', () => {
  withDrafts(['clear'], ({ drafts, restart, removeAccount }) => {
    drafts.save(clear);
    removeAccount();
    expect(drafts.views()).toEqual([]);
    expect(restart()).toEqual([]);
  });
});
