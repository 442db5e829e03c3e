/** All open screens on one place: the active one in front, the others hidden and alive. */
import type { ReactNode } from 'react';
import { ScreenView } from './ScreenView';
import { useScreens, type Screen } from './store';

export function ScreenStack({ renderBadge }: { readonly renderBadge: (screen: Screen) => ReactNode }) {
  const screens = useScreens((store) => store.screens);
  const active = useScreens((store) => store.active);
  return screens.map((screen) => <ScreenView key={screen.id} screen={screen} active={screen.id === active} badge={renderBadge(screen)} />);
}
