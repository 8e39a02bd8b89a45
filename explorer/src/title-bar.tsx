import { useEffect, useState } from 'react';
import { readViewer, type Viewer } from './gateway.js';

/** One line above GraphiQL: what this is, and whether what is signed here counts. */
export function TitleBar() {
  const [viewer, setViewer] = useState<Viewer>();
  useEffect(() => {
    void readViewer().then(setViewer);
  }, []);
  const environment = describe(viewer);
  return (
    <header className="graphiql-container title-bar">
      <h1>fiskaly-graphql</h1>
      {environment && (
        <p>
          <strong className={environment.kind}>{environment.name}</strong> {environment.meaning}
        </p>
      )}
      <small>An independent project, not affiliated with fiskaly.</small>
    </header>
  );
}

interface Environment {
  readonly kind: 'test' | 'live';
  readonly name: string;
  readonly meaning: string;
}

function describe(viewer: Viewer | undefined): Environment | undefined {
  if (viewer?.sandbox) {
    return { kind: 'test', name: 'Sandbox / TEST', meaning: 'Signed on this machine, for trying out: no receipts.' };
  }
  if (viewer?.environment === 'TEST') {
    return { kind: 'test', name: 'fiskaly TEST', meaning: 'For trying out: what is signed here is no receipt.' };
  }
  if (viewer?.environment === 'LIVE') {
    return { kind: 'live', name: 'LIVE', meaning: 'What is signed here is real and cannot be taken back.' };
  }
  return undefined;
}
