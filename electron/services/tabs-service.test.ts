import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../store/index.ts';
import { inFreshDirectory, testKey } from '../store/testing/fixtures.ts';
import type { TabsView } from '../../shared/views.ts';
import { TabsService } from './tabs-service.ts';

function withTabs(work: (tabs: TabsService, published: TabsView[], reopen: () => TabsService) => void): void {
  inFreshDirectory((directory) => {
    const store = openStore(join(directory, 'sotto.db'), testKey());
    const published: TabsView[] = [];
    const open = () =>
      new TabsService(store, (_name, payload) => {
        if ('tabs' in payload) published.push(payload.tabs as TabsView);
      });
    try {
      work(open(), published, open);
    } finally {
      store.close();
    }
  });
}

test('a message opens a tab behind the one in front; a click brings it forward', () => {
  withTabs((tabs) => {
    tabs.open('a/1', true);
    tabs.open('a/2', false);
    expect(tabs.view()).toEqual({ open: ['a/1', 'a/2'], front: 'a/1' });
    tabs.open('a/2', true);
    expect(tabs.view().front).toBe('a/2');
  });
});

test('closing the tab in front shows its neighbour', () => {
  withTabs((tabs) => {
    for (const id of ['a/1', 'a/2', 'a/3']) tabs.open(id, true);
    tabs.open('a/2', true);
    tabs.close('a/2');
    expect(tabs.view()).toEqual({ open: ['a/1', 'a/3'], front: 'a/3' });
    tabs.close('a/3');
    tabs.close('a/1');
    expect(tabs.view()).toEqual({ open: [], front: null });
  });
});

test('an order from the window cannot lose a tab that it did not know of, nor make one up', () => {
  withTabs((tabs) => {
    for (const id of ['a/1', 'a/2', 'a/3']) tabs.open(id, false);
    tabs.save({ open: ['a/2', 'a/1', 'a/9', 'a/2'], front: 'a/9' });
    expect(tabs.view()).toEqual({ open: ['a/2', 'a/1', 'a/3'], front: 'a/1' });
  });
});

test('tabs stand again after a restart, without those whose conversation is gone', () => {
  withTabs((tabs, _published, reopen) => {
    for (const id of ['a/1', 'b/2']) tabs.open(id, true);
    const again = reopen();
    expect(again.restored()).toEqual(['a/1', 'b/2']);
    again.keepOnly((id) => id.startsWith('a/'));
    expect(reopen().view()).toEqual({ open: ['a/1'], front: 'a/1' });
  });
});

test('nothing is announced where nothing changed', () => {
  withTabs((tabs, published) => {
    tabs.open('a/1', true);
    tabs.open('a/1', true);
    tabs.close('a/7');
    tabs.save({ open: ['a/1'], front: 'a/1' });
    expect(published).toHaveLength(1);
  });
});
