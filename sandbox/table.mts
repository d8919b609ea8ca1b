/** By which text or number a list is sorted. */
export type SortKey<Item> = (item: Item) => string | number;

/** What is wanted of a list. */
export interface Selection<Item> {
	by: SortKey<Item>;
	descending?: boolean;
	/** Which items; all, if left out. */
	fits?: ((item: Item) => boolean) | undefined;
	/** How many of those that fit are left out before the first one. */
	offset: number;
	/** How many are given at most. */
	size: number;
}

/**
 * Things by id, in any order that is asked for. A sorted view is made when it is first wanted, and kept from then on, so
 * that a page of 100,000 users costs no more than a page.
 */
export class Table<Item extends { readonly id: string }> implements Iterable<Item> {
	readonly #items = new Map<string, Item>();
	/** Ties are broken by what came first. */
	readonly #sequence = new Map<string, number>();
	readonly #views = new Map<SortKey<Item>, Item[]>();
	#next = 0;

	get size(): number {
		return this.#items.size;
	}

	[Symbol.iterator](): Iterator<Item> {
		return this.#items.values();
	}

	get(id: string): Item | undefined {
		return this.#items.get(id);
	}

	/** @throws {Error} if there is something with this id already. */
	add(item: Item): Item {
		if (this.#items.has(item.id)) throw new Error(`There is ${item.id} already`);
		this.#sequence.set(item.id, this.#next++);
		this.#put(item);
		return item;
	}

	/** Gives the item other values; its id and its place among equals stay. Returns what it is now. */
	change(item: Item, values: Partial<Omit<Item, 'id'>>): Item {
		return this.replace({ ...item, ...values });
	}

	/** Puts an item in the place of the one with its id. */
	replace(item: Item): Item {
		const before = this.#items.get(item.id);
		if (!before) throw new Error(`There is no ${item.id}`);
		this.#take(before);
		this.#put(item);
		return item;
	}

	delete({ id }: Item): void {
		const item = this.#items.get(id);
		if (!item) return;
		this.#take(item);
		this.#items.delete(item.id);
		this.#sequence.delete(item.id);
	}

	/** Some of the items, and how many fit in all. */
	select({ by, descending = false, fits, offset, size }: Selection<Item>): { items: Item[]; total: number } {
		const view = this.#view(by);
		const at = (index: number) => view[descending ? view.length - 1 - index : index];
		const items: Item[] = [];
		if (!fits) {
			for (let index = offset; index < Math.min(offset + size, view.length); index++) {
				const item = at(index);
				if (item) items.push(item);
			}
			return { items, total: view.length };
		}
		let total = 0;
		for (let index = 0; index < view.length; index++) {
			const item = at(index);
			if (!item || !fits(item)) continue;
			if (total >= offset && items.length < size) items.push(item);
			total++;
		}
		return { items, total };
	}

	#view(by: SortKey<Item>): Item[] {
		const known = this.#views.get(by);
		if (known) return known;
		const view = [...this.#items.values()].sort((a, b) => this.#compare(by, a, b));
		this.#views.set(by, view);
		return view;
	}

	#compare(by: SortKey<Item>, a: Item, b: Item): number {
		const [keyA, keyB] = [by(a), by(b)];
		if (keyA !== keyB) return keyA < keyB ? -1 : 1;
		return (this.#sequence.get(a.id) ?? 0) - (this.#sequence.get(b.id) ?? 0);
	}

	/** Where the item stands in a view, or would stand. */
	#place(view: Item[], by: SortKey<Item>, item: Item): number {
		let [low, high] = [0, view.length];
		while (low < high) {
			const middle = (low + high) >>> 1;
			const other = view[middle];
			if (other && this.#compare(by, other, item) < 0) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	#put(item: Item): void {
		this.#items.set(item.id, item);
		for (const [by, view] of this.#views) view.splice(this.#place(view, by, item), 0, item);
	}

	#take(item: Item): void {
		for (const [by, view] of this.#views) view.splice(this.#place(view, by, item), 1);
	}
}
