import './styles/index.css';
import { createRoot } from 'react-dom/client';
import { App } from './components/app.tsx';
import { openBench } from './state/bench-store.ts';
import { applyTheme, rememberedTheme } from './state/theme.ts';

applyTheme(rememberedTheme());
openBench();
createRoot(document.getElementById('root')!).render(<App />);
