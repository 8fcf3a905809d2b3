/** A key as it is printed on it. */
export function Kbd({ children }: { readonly children: string }) {
  return (
    <kbd className="rounded-sm border border-rule px-1.5 font-sans text-xs whitespace-nowrap text-quiet">
      {children}
    </kbd>
  );
}
