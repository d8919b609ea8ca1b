import ReactMarkdown from 'react-markdown';

/** The help text of a field or a description. Links open beside the preview. */
export function Markdown({ children, inline = false }: { children: string; inline?: boolean }) {
	return (
		<div className={inline ? 'markdown inline' : 'markdown'}>
			<ReactMarkdown
				components={{
					a: ({ href, children: text }) => (
						<a href={href} target="_blank" rel="noreferrer">
							{text}
						</a>
					),
					// Headings and pictures of a help text would break the form's own order.
					h1: 'p',
					h2: 'p',
					h3: 'p',
				}}
				disallowedElements={['img']}
			>
				{children}
			</ReactMarkdown>
		</div>
	);
}
