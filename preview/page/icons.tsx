const PATHS = {
	trigger: 'M9 1 3 9h4l-1 6 7-9H8l1-5z',
	creates: 'M14 2 7.2 8.8M14 2 9.6 14 7.2 8.8 2 6.4z',
	searches: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.5 10.5 14 14',
	searchOrCreates: 'M6.5 2a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM9.5 9.5 14 14M12 2v5M9.5 4.5h5',
	form: 'M3 2h10v12H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3',
	plus: 'M8 3v10M3 8h10',
	close: 'M4 4l8 8M12 4l-8 8',
	check: 'M3 8.5 6.5 12 13 4.5',
	chevron: 'M4 6l4 4 4-4',
	refresh: 'M13 8a5 5 0 1 1-1.5-3.5M13 2v3h-3',
	warning: 'M8 2 1.5 13.5h13L8 2zM8 6.5v3.5M8 12v.1',
	sheet: 'M2.5 2.5h11v11h-11zM2.5 6h11M2.5 9.75h11M6.5 6v7.5',
	upload: 'M8 10.5V2.5M4.5 6 8 2.5 11.5 6M2.5 10.5v3h11v-3',
	download: 'M8 2.5v8M4.5 7 8 10.5 11.5 7M2.5 10.5v3h11v-3',
	stop: 'M4 4h8v8H4z',
	pause: 'M5.5 3v10M10.5 3v10',
	key: 'M10.5 2a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM8 8l-6 6M4 12l2 2',
	play: 'M4 2.5v11L13 8z',
	moon: 'M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5z',
	data: 'M2 4h6M2 8h6M2 12h6M12 5v6M9 8h6',
	trash: 'M2.5 4h11M6 4V2.5h4V4M4 4l.7 9.5h6.6L12 4',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
	return (
		<svg
			className="icon"
			width={size}
			height={size}
			viewBox="0 0 16 16"
			fill="none"
			stroke="currentColor"
			strokeWidth="1.6"
			strokeLinecap="round"
			strokeLinejoin="round"
			aria-hidden="true"
		>
			<path d={PATHS[name]} />
		</svg>
	);
}
