import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Fault } from '../base/fault.ts';
import { silentLog } from '../base/log.ts';
import type { Clock } from '../base/ports.ts';
import { openStore } from '../store/index.ts';
import type { Store } from '../store/index.ts';
import { account, inFreshDirectory, testKey } from '../store/testing/fixtures.ts';
import type { DraftView, MessageMark } from '../../shared/views.ts';
import { DraftService } from './draft-service.ts';

type Bench = {
  readonly drafts: DraftService;
  readonly marks: Set<MessageMark>;
  /** Lets the time pass after which things are written. */
  readonly wait: () => void;
  /** What the next start finds if the app ends now without a word. */
  readonly restart: () => readonly DraftView[];
  readonly removeAccount: () => void;
};

let isFull = false;

/** The store, whose disk can be full. */
function asStored(store: Store): Store {
  const refuse = () => {
    throw new Fault('storage-failed');
  };
  const { list, put, remove } = store.drafts;
  return { ...store, drafts: { list, put: (draft) => (isFull ? refuse() : put(draft)), remove: (...of) => (isFull ? refuse() : remove(...of)) } };
}

/** `marks`: what is kept, by how it travels. */
function withDrafts(marks: readonly MessageMark[], work: (bench: Bench) => void): void {
  inFreshDirectory((directory) => {
    const store = openStore(join(directory, 'sotto.db'), testKey());
    const kept = new Set(marks);
    let waiting: (() => void)[] = [];
    const clock: Clock = {
      nowMs: () => 0,
      after: (_delayMs, task) => {
        waiting.push(task);
        return () => (waiting = waiting.filter((each) => each !== task));
      },
    };
    const open = () => new DraftService({ store: asStored(store), clock, log: silentLog, keeps: (_accountId, _address, mark) => kept.has(mark) });
    try {
      store.accounts.put(account('a'));
      const drafts = open();
      work({
        drafts,
        marks: kept,
        wait: () => {
          for (const task of waiting) task();
          waiting = [];
        },
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
  withDrafts(['clear', 'verified'], ({ drafts, restart, wait }) => {
    drafts.save(clear);
    drafts.save(secret);
    expect(restart()).toEqual([]);
    wait();
    expect(restart()).toEqual([clear, secret]);
    drafts.save({ ...clear, text: '' });
    expect(drafts.views()).toEqual([secret]);
    expect(restart()).toEqual([secret]);
  });
});

test('where nothing is kept it lives as long as the app, and is in the store at no time', () => {
  withDrafts(['clear'], ({ drafts, restart, wait }) => {
    drafts.save(clear);
    drafts.save(secret);
    expect(drafts.views()).toEqual([clear, secret]);
    wait();
    expect(restart()).toEqual([clear]);
  });
});

test('a text that became private leaves the store, and so does one whose conversation keeps nothing any more', () => {
  withDrafts(['clear'], ({ drafts, marks, restart, wait }) => {
    drafts.save(clear);
    wait();
    drafts.save({ ...clear, typedFor: 'unverified' });
    expect(restart()).toEqual([]);
    drafts.save(clear);
    wait();
    expect(restart()).toEqual([clear]);
    marks.clear();
    drafts.recheck();
    expect(drafts.views()).toEqual([clear]);
    marks.add('clear');
    expect(restart()).toEqual([]);
  });
});

test('an account takes its drafts along', () => {
  withDrafts(['clear'], ({ drafts, restart, wait, removeAccount }) => {
    drafts.save(clear);
    wait();
    drafts.save({ ...clear, text: 'more' });
    removeAccount();
    wait();
    expect(drafts.views()).toEqual([]);
    expect(restart()).toEqual([]);
  });
});

test('what was typed in the last moment is written when the app ends in order', () => {
  withDrafts(['clear'], ({ drafts, restart }) => {
    drafts.save(clear);
    drafts.stop();
    expect(restart()).toEqual([clear]);
  });
});

test('a text that became private before it was written is never written', () => {
  withDrafts(['clear'], ({ drafts, restart, wait }) => {
    drafts.save(clear);
    drafts.save({ ...clear, typedFor: 'private' });
    wait();
    drafts.stop();
    expect(restart()).toEqual([]);
  });
});

test('a store that cannot take it stops nothing, and is made right with the next change', () => {
  withDrafts(['clear'], ({ drafts, marks, restart, wait }) => {
    drafts.save(clear);
    wait();
    isFull = true;
    drafts.save({ ...clear, text: '' });
    drafts.save({ ...secret, typedFor: 'not-private' });
    wait();
    drafts.stop();
    isFull = false;
    expect(restart()).toEqual([clear]);
    marks.clear();
    drafts.recheck();
    drafts.stop();
    expect(restart()).toEqual([]);
  });
});

test('a conversation of no account is written nowhere', () => {
  withDrafts(['clear'], ({ drafts, restart, wait }) => {
    drafts.save({ ...clear, conversationId: 'nobody/bob@elsinore.example' });
    wait();
    expect(restart()).toEqual([]);
  });
});
