/** A sum of the known values among those that are added one by one. */
export class KnownSum {
	#sum = 0;
	#hasKnown = false;
	#isEmpty = true;

	add(value: number | undefined): void {
		this.#isEmpty = false;
		if (value !== undefined) {
			this.#sum += value;
			this.#hasKnown = true;
		}
	}

	get isEmpty(): boolean {
		return this.#isEmpty;
	}

	/** 0 where nothing was added. Undefined: every value that was added is unknown. */
	get total(): number | undefined {
		return this.#hasKnown || this.#isEmpty ? this.#sum : undefined;
	}
}
