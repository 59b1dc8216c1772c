/** Disjoint sets of items. */
export interface Sets<Item> {
  /** The item is in a set of its own, unless it is known. */
  add(item: Item): void
  /** The sets of both are one. */
  join(a: Item, b: Item): void
  /** Every set, in the order in which its first item was added. */
  all(): Item[][]
}

export function createSets<Item>(): Sets<Item> {
  const parents = new Map<Item, Item>()

  function rootOf(item: Item): Item {
    let root = item
    for (;;) {
      const parent = parents.get(root)
      if (parent === undefined || parent === root) break
      root = parent
    }
    for (let at = item; at !== root;) {
      const next = parents.get(at) ?? root
      parents.set(at, root)
      at = next
    }
    return root
  }

  function add(item: Item): void {
    if (!parents.has(item)) parents.set(item, item)
  }

  return {
    add,
    join(a, b) {
      add(a)
      add(b)
      parents.set(rootOf(b), rootOf(a))
    },
    all: () => [...Map.groupBy(parents.keys(), rootOf).values()],
  }
}
