/* How counts and times are said, on the terminal and in the page: so nothing of Node.js is used here. */

export function number(count: number): string {
	return count.toLocaleString('en-US');
}

export function duration(seconds: number): string {
	if (seconds < 90) return `${seconds} s`;
	const minutes = Math.round(seconds / 60);
	return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How fast a run is, and how long it takes; see `Progress`. */
export function paceWords({ waiting, pace }: { waiting: number; pace?: { perSecond: number; left: number } | undefined }): string {
	if (waiting) return `asked to slow down, going on in ${duration(waiting)}`;
	if (!pace) return 'starting';
	const { perSecond, left } = pace;
	const rate = perSecond >= 1 ? `${number(Math.round(perSecond))} rows/s` : `${number(Math.max(1, Math.round(perSecond * 60)))} rows/min`;
	return `${rate} · ${duration(left)} left`;
}
