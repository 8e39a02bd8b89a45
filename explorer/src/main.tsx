import 'graphiql/setup-workers/vite'; // keep this first: it tells the editor where to load its web workers
import { explorerPlugin } from '@graphiql/plugin-explorer';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'graphiql/style.css';
import '@graphiql/plugin-explorer/style.css';
import './style.css';
import { examples } from './examples.js';
import { fetcher } from './gateway.js';
import { storage } from './storage.js';
import { TitleBar } from './title-bar.js';

const plugins = [explorerPlugin(), HISTORY_PLUGIN];

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');
createRoot(root).render(
  <StrictMode>
    <TitleBar />
    <GraphiQL
      fetcher={fetcher}
      plugins={plugins}
      storage={storage}
      defaultTabs={examples}
      defaultEditorToolsVisibility="variables"
      shouldPersistHeaders={false}
      showPersistHeadersSettings={false}
    >
      {/* No logo: the title bar already names the product. */}
      <GraphiQL.Logo>{[]}</GraphiQL.Logo>
    </GraphiQL>
  </StrictMode>,
);
