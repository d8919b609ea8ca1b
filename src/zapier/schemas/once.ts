/**
 * What is made when it is first asked for, and then kept: a schema. Of all the answers that an integration knows how to read, a
 * run reads a few, and making a schema is most of what reading one costs.
 */
export function once<Made extends object>(make: () => Made): () => Made {
	let made: Made | undefined;
	return () => {
		made ??= make();
		return made;
	};
}
