import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Lock {
	packages: Record<string, LockedPackage>;
}

interface LockedPackage {
	dependencies?: Record<string, string>;
	optionalDependencies?: Record<string, string>;
}

export function readLock(): Lock {
	return JSON.parse(readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8')) as Lock;
}

/** Where the packages lie that one package needs to run, itself included: `node_modules/…`, sorted. */
export function packagesNeededBy(name: string, { packages }: Lock): string[] {
	const found = new Set<string>();
	const visit = (wanted: string, from: string) => {
		for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
			const path = `${at}${at ? '/' : ''}node_modules/${wanted}`;
			const locked = packages[path];
			if (locked) {
				if (found.has(path)) return;
				found.add(path);
				for (const dependency of Object.keys({ ...locked.dependencies, ...locked.optionalDependencies })) visit(dependency, path);
				return;
			}
			if (!at) throw new Error(`package-lock.json has no ${wanted}, which ${from} needs`);
		}
	};
	visit(name, '');
	return [...found].sort();
}
