import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import type { Exchange } from '../protocol.mts';
import { Icon } from './icons.tsx';

/** Everything that went over the wire, the newest last; credentials are struck out already. */
export function Requests({ exchange }: { exchange: Exchange[] }) {
	if (!exchange.length)
		return <p className="empty">Nothing was sent. Requests of the connection, of dropdowns and of tests appear here.</p>;
	return (
		<div className="requests">
			{exchange.map((one, index) => (
				// Requests come in order, and none goes.
				<Disclosure key={index} className="request" defaultExpanded={index === exchange.length - 1}>
					<Heading level={3}>
						<Button slot="trigger" className="request-head">
							<Icon name="chevron" size={12} />
							<span className="method">{one.method}</span>
							<span className="address">
								<span className="host">{hostOf(one.url)}</span>
								<span className="path">{pathOf(one.url)}</span>
							</span>
							<span className={`status ${toneOf(one)}`}>{one.status ?? 'none'}</span>
						</Button>
					</Heading>
					<DisclosurePanel className="request-body">
						{one.fault ? <p className="note">The answer is the fault that you chose: {one.fault}.</p> : null}
						<Part title="Request" headers={one.requestHeaders} body={one.requestBody} />
						{one.failure ? (
							<p className="missing">{one.failure}</p>
						) : (
							<Part title={`Response ${one.status}`} headers={one.responseHeaders} body={one.responseBody} />
						)}
					</DisclosurePanel>
				</Disclosure>
			))}
		</div>
	);
}

function Part({ title, headers, body }: { title: string; headers: Record<string, string>; body: string }) {
	return (
		<section className="part">
			<h4>{title}</h4>
			<details>
				<summary>
					{Object.keys(headers).length} {Object.keys(headers).length === 1 ? 'header' : 'headers'}
				</summary>
				<dl className="headers">
					{Object.entries(headers).map(([name, value]) => (
						<div key={name}>
							<dt>{name}</dt>
							<dd>{value}</dd>
						</div>
					))}
				</dl>
			</details>
			{body ? (
				// biome-ignore lint/a11y/noNoninteractiveTabindex: long bodies scroll, which the keyboard must reach.
				<section className="body" tabIndex={0} aria-label={`${title}, body`}>
					<pre>{pretty(body)}</pre>
				</section>
			) : (
				<p className="note">No body.</p>
			)}
		</section>
	);
}

function pretty(body: string): string {
	try {
		return JSON.stringify(JSON.parse(body), null, 2);
	} catch {
		return body;
	}
}

function hostOf(url: string): string {
	return /^https?:\/\/([^/?]*)/.exec(url)?.[1] ?? '';
}

function pathOf(url: string): string {
	const path = url.replace(/^https?:\/\/[^/?]*/, '');
	try {
		return decodeURI(path) || '/';
	} catch {
		return path;
	}
}

function toneOf({ status }: Exchange): string {
	if (status === undefined) return 'bad';
	return status < 300 ? 'good' : status < 500 ? 'warn' : 'bad';
}
