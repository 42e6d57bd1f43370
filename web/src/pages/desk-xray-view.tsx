import { Button } from 'antd';
import {
  type KeyboardEvent,
  type MouseEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useLanguage } from '../app/language.tsx';

const MOST = 8;
const USUAL = 100;

type Place = { readonly x: number; readonly y: number };
const MIDDLE: Place = { x: 0.5, y: 0.5 };

/**
 * One X-ray image to be looked into: larger by the buttons, by a click where one looks, or by + and
 * - on the image, moved by the arrows or a finger; inverted, and with more or less contrast.
 */
export function XrayView({
  address,
  alt,
  extent: { width, height },
}: {
  readonly address: string;
  readonly alt: string;
  readonly extent: { readonly width: number; readonly height: number };
}) {
  const { say } = useLanguage();
  const [isInverted, setInverted] = useState(false);
  const [contrast, setContrast] = useState(USUAL);
  const [isBroken, setBroken] = useState(false);
  const { view, zoom, zoomTo } = useZoom();
  const keys: Readonly<Record<string, () => void>> = {
    '+': () => zoomTo(zoom * 2),
    '=': () => zoomTo(zoom * 2),
    '-': () => zoomTo(zoom / 2),
    '0': () => zoomTo(1),
    i: () => setInverted(!isInverted),
  };
  const onKey = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) => {
    // The browser's own zoom stays the browser's.
    if (!ctrlKey && !metaKey && !altKey) keys[key.toLowerCase()]?.();
  };
  const tools = { ...{ zoom, zoomTo, isInverted, setInverted, contrast, setContrast }, address };
  if (isBroken) return <p role="alert">{say('xray.broken')}</p>;
  return (
    <>
      <Tools {...tools} />
      <div className="xray" ref={view} style={{ aspectRatio: `${width} / ${height}` }}>
        <button
          type="button"
          aria-keyshortcuts="+ - 0 I"
          style={{ inlineSize: `${zoom * 100}%`, blockSize: `${zoom * 100}%` }}
          onKeyDown={onKey}
          onClick={(event) => zoomTo(zoom >= MOST ? 1 : zoom * 2, placeOf(event))}
        >
          <img
            src={address}
            alt={alt}
            style={{ filter: `invert(${isInverted ? 1 : 0}) contrast(${contrast}%)` }}
            onError={() => setBroken(true)}
          />
        </button>
      </div>
    </>
  );
}

/** Where the mouse is on what it clicked; the middle for a key. */
function placeOf({ detail, clientX, clientY, currentTarget }: MouseEvent): Place {
  if (detail === 0) return MIDDLE;
  const { left, top, width, height } = currentTarget.getBoundingClientRect();
  return { x: (clientX - left) / width, y: (clientY - top) / height };
}

/** How large it is, and which place of it stays in the middle when that changes. */
function useZoom() {
  const view = useRef<HTMLDivElement>(null);
  const place = useRef(MIDDLE);
  const [zoom, setZoom] = useState(1);
  useLayoutEffect(() => {
    const { current } = view;
    if (current === null || zoom === 1) return;
    current.scrollLeft = place.current.x * current.scrollWidth - current.clientWidth / 2;
    current.scrollTop = place.current.y * current.scrollHeight - current.clientHeight / 2;
  }, [zoom]);
  const zoomTo = (next: number, at = middleOf(view.current)) => {
    place.current = at;
    setZoom(Math.min(MOST, Math.max(1, next)));
  };
  return { view, zoom, zoomTo };
}

function middleOf(view: HTMLDivElement | null): Place {
  if (view === null) return MIDDLE;
  const { scrollLeft, scrollTop, clientWidth, clientHeight, scrollWidth, scrollHeight } = view;
  return {
    x: (scrollLeft + clientWidth / 2) / scrollWidth,
    y: (scrollTop + clientHeight / 2) / scrollHeight,
  };
}

function Tools({
  zoom,
  zoomTo,
  isInverted,
  setInverted,
  contrast,
  setContrast,
  address,
}: {
  readonly zoom: number;
  readonly zoomTo: (zoom: number) => void;
  readonly isInverted: boolean;
  readonly setInverted: (is: boolean) => void;
  readonly contrast: number;
  readonly setContrast: (contrast: number) => void;
  readonly address: string;
}) {
  const { say } = useLanguage();
  const id = useId();
  return (
    <div className="xray-tools" role="toolbar" aria-label={say('xray.tools')}>
      <Button size="small" disabled={zoom <= 1} onClick={() => zoomTo(zoom / 2)}>
        {say('xray.smaller')}
      </Button>
      <Button size="small" disabled={zoom >= MOST} onClick={() => zoomTo(zoom * 2)}>
        {say('xray.larger')}
      </Button>
      <span className="no" role="status">
        {zoom}×
      </span>
      <Button size="small" aria-pressed={isInverted} onClick={() => setInverted(!isInverted)}>
        {say('xray.invert')}
      </Button>
      <label htmlFor={id}>
        {say('xray.contrast')}
        <input
          id={id}
          type="range"
          min={50}
          max={300}
          step={25}
          value={contrast}
          aria-valuetext={`${contrast} %`}
          onChange={({ target }) => setContrast(Number(target.value))}
        />
      </label>
      <a href={address} target="_blank" rel="noreferrer">
        {say('xray.alone')}
      </a>
    </div>
  );
}
