//! Where in a file the expressions are that mutants change.

use std::collections::BTreeMap;

use proc_macro2::{LineColumn, Span};
use syn::{
    Arm, Attribute, Expr, ExprBinary, ExprStruct, ExprUnary, ImplItemFn, ItemFn, Member, Signature, TraitItemFn,
    spanned::Spanned as _,
    visit::{self, Visit},
};

use crate::text::Range;

/// An arm of a `match`.
pub(crate) struct ArmPlace {
    pub(crate) pattern_end: usize,
    pub(crate) guard: Option<Range>,
    pub(crate) end: usize,
}

/// A field of a struct that takes the rest from another value.
pub(crate) struct FieldPlace {
    pub(crate) name: String,
    pub(crate) is_short: bool,
    pub(crate) base: String,
    pub(crate) value: Range,
}

/// Expressions, by where cargo-mutants says that they are.
#[derive(Default)]
pub(crate) struct Places {
    lines: Vec<usize>,
    source: String,
    /// By the operator.
    pub(crate) binary: BTreeMap<usize, Range>,
    pub(crate) unary: BTreeMap<usize, Range>,
    pub(crate) arms: BTreeMap<usize, ArmPlace>,
    pub(crate) fields: BTreeMap<usize, FieldPlace>,
    constants: Vec<Range>,
    absent: Vec<Range>,
}

impl Places {
    pub(crate) fn of(source: &str) -> Self {
        let lines = [0].into_iter().chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut places = Self { lines, source: source.to_owned(), ..Self::default() };
        let file = syn::parse_file(source).expect("Rust");
        places.visit_file(&file);
        places
    }

    /// Whether it is in a function that runs while compiling, where nothing can be switched.
    pub(crate) fn is_const(&self, at: usize) -> bool {
        self.constants.iter().any(|(from, to)| (*from..*to).contains(&at))
    }

    /// Whether it is in a function that stands in for a feature which is off, where all are on.
    pub(crate) fn is_absent(&self, at: usize) -> bool {
        self.absent.iter().any(|(from, to)| (*from..*to).contains(&at))
    }

    fn byte(&self, at: LineColumn) -> usize {
        let start = self.lines[at.line - 1];
        let rest = &self.source[start..];
        start + rest.char_indices().nth(at.column).map_or(rest.len(), |(at, _)| at)
    }

    fn range(&self, span: Span) -> Range {
        (self.byte(span.start()), self.byte(span.end()))
    }

    fn function(&mut self, attributes: &[Attribute], signature: &Signature, whole: Span) {
        let is_off = |attribute: &Attribute| {
            let words = attribute.meta.require_list().map(|list| list.tokens.to_string()).unwrap_or_default();
            attribute.path().is_ident("cfg") && words.starts_with("not") && words.contains("feature")
        };
        if attributes.iter().any(is_off) {
            let range = self.range(whole);
            self.absent.push(range);
        }
        if signature.constness.is_some() {
            let range = self.range(whole);
            self.constants.push(range);
        }
    }
}

/// Whether a condition binds something, so that no part of it can be moved elsewhere.
fn binds(expr: &Expr) -> bool {
    match expr {
        Expr::Let(_) => true,
        Expr::Binary(binary) => binds(&binary.left) || binds(&binary.right),
        _ => false,
    }
}

impl<'ast> Visit<'ast> for Places {
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.function(&item.attrs, &item.sig, item.span());
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.function(&item.attrs, &item.sig, item.span());
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        self.function(&item.attrs, &item.sig, item.span());
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_expr_binary(&mut self, expr: &'ast ExprBinary) {
        if !binds(&expr.left) && !binds(&expr.right) {
            let operator = self.range(expr.op.span()).0;
            let whole = self.range(expr.span());
            self.binary.insert(operator, whole);
        }
        visit::visit_expr_binary(self, expr);
    }

    fn visit_expr_unary(&mut self, expr: &'ast ExprUnary) {
        let whole = self.range(expr.span());
        self.unary.insert(whole.0, whole);
        visit::visit_expr_unary(self, expr);
    }

    fn visit_arm(&mut self, arm: &'ast Arm) {
        let whole = self.range(arm.span());
        let guard = arm.guard.as_ref().map(|(_, guard)| guard);
        if !guard.is_some_and(|guard| binds(guard)) {
            let place = ArmPlace {
                pattern_end: self.range(arm.pat.span()).1,
                guard: guard.map(|guard| self.range(guard.span())),
                end: whole.1,
            };
            self.arms.insert(whole.0, place);
        }
        visit::visit_arm(self, arm);
    }

    fn visit_expr_struct(&mut self, expr: &'ast ExprStruct) {
        if let Some(base) = &expr.rest {
            let base = self.range(base.span());
            for field in &expr.fields {
                let Member::Named(name) = &field.member else { continue };
                let place = FieldPlace {
                    name: name.to_string(),
                    is_short: field.colon_token.is_none(),
                    base: self.source[base.0..base.1].to_owned(),
                    value: self.range(field.expr.span()),
                };
                self.fields.insert(self.range(field.span()).0, place);
            }
        }
        visit::visit_expr_struct(self, expr);
    }
}
