import { useEffect, useState } from 'react';
import { readViewer, type Viewer } from './gateway.js';

/** Title bar above GraphiQL. It shows the name of the product, and whether signatures made here are real. */
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
    return { kind: 'test', name: 'Sandbox / TEST', meaning: 'For testing: signed on this machine, not valid.' };
  }
  if (viewer?.environment === 'TEST') {
    return { kind: 'test', name: 'fiskaly TEST', meaning: 'For testing: signatures made here are not valid.' };
  }
  if (viewer?.environment === 'LIVE') {
    return { kind: 'live', name: 'LIVE', meaning: 'Signatures made here are real and cannot be undone.' };
  }
  return undefined;
}
