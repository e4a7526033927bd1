#include "ssi/expression.h"

#include <memory>

#include "ssi/expression_tokens.h"

namespace refd::ssi {

namespace {

// A part of an expression. What can be seen to be wrong only where it is looked at is `wrong`: in a branch
// that is never looked at it does no harm.
struct Node {
  TokenKind kind = TokenKind::end;
  std::string text;
  std::unique_ptr<Node> left;
  std::unique_ptr<Node> right;
  bool wrong = false;
};
using NodePointer = std::unique_ptr<Node>;

NodePointer node(TokenKind kind, NodePointer left = nullptr, NodePointer right = nullptr) {
  auto made = std::make_unique<Node>();
  made->kind = kind;
  made->left = std::move(left);
  made->right = std::move(right);
  return made;
}

bool is_comparison(TokenKind kind) {
  return kind >= TokenKind::equal && kind <= TokenKind::greater_or_equal;
}

bool begins_operand(TokenKind kind) {
  return kind == TokenKind::string || kind == TokenKind::negation || kind == TokenKind::access ||
         kind == TokenKind::opening;
}

// Recursion is as deep as there are tokens, which are few. A null node is a mistake.
class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  NodePointer run() {
    auto root = expression();
    return root && next() == TokenKind::end ? std::move(root) : nullptr;
  }

 private:
  TokenKind next() const { return tokens_[at_].kind; }
  bool at_close() const { return next() == TokenKind::end || next() == TokenKind::closing; }

  NodePointer expression();
  NodePointer operand();
  NodePointer words();
  NodePointer comparison(NodePointer left);
  NodePointer negation();
  NodePointer access();
  NodePointer group();

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

NodePointer Parser::expression() {
  auto left = operand();
  if (!left || (next() != TokenKind::both && next() != TokenKind::either)) return left;
  const auto kind = tokens_[at_++].kind;
  if (at_close()) {
    auto unfinished = node(kind);
    unfinished->wrong = true;
    return unfinished;
  }
  auto right = expression();
  return right ? node(kind, std::move(left), std::move(right)) : nullptr;
}

NodePointer Parser::operand() {
  switch (next()) {
    case TokenKind::string: {
      auto left = words();
      return is_comparison(next()) ? comparison(std::move(left)) : std::move(left);
    }
    case TokenKind::negation:
      return negation();
    case TokenKind::access:
      return access();
    case TokenKind::opening:
      return group();
    default:
      return nullptr;
  }
}

NodePointer Parser::words() {
  auto joined = node(TokenKind::string);
  for (; next() == TokenKind::string; ++at_) {
    if (!joined->text.empty()) joined->text.push_back(' ');
    joined->text.append(tokens_[at_].text);
  }
  return joined;
}

NodePointer Parser::comparison(NodePointer left) {
  const auto kind = tokens_[at_++].kind;
  NodePointer right;
  if (next() == TokenKind::string) {
    right = words();
  } else if (next() == TokenKind::pattern && (kind == TokenKind::equal || kind == TokenKind::unequal)) {
    right = node(TokenKind::pattern);
    right->text = tokens_[at_++].text;
  } else if (begins_operand(next())) {
    // Only a string can be compared with: an operand of another kind is a mistake, once it is looked at.
    right = operand();
    if (!right) return nullptr;
    right->wrong = true;
  } else if (!at_close()) {
    return nullptr;
  }
  auto made = node(kind, std::move(left), std::move(right));
  made->wrong = !made->right || made->right->wrong;
  return made;
}

// "!" alone is a mistake to a person; to mod_include it is not, and never holds.
NodePointer Parser::negation() {
  ++at_;
  if (next() == TokenKind::string) return node(TokenKind::negation, nullptr, words());
  if (at_close()) return node(TokenKind::negation);
  auto right = operand();
  return right ? node(TokenKind::negation, nullptr, std::move(right)) : nullptr;
}

NodePointer Parser::access() {
  ++at_;
  if (next() == TokenKind::string) return node(TokenKind::access, nullptr, words());
  auto made = node(TokenKind::access);
  made->wrong = true;
  if (at_close()) return made;
  made->right = operand();
  return made->right ? std::move(made) : nullptr;
}

// "()" holds.
NodePointer Parser::group() {
  ++at_;
  auto made = node(TokenKind::opening);
  if (!at_close()) {
    made->right = expression();
    if (!made->right) return nullptr;
  }
  if (next() == TokenKind::closing) {
    ++at_;
  } else if (next() == TokenKind::end) {
    made->wrong = true;
  } else {
    return nullptr;
  }
  return made;
}

class Evaluator {
 public:
  Evaluator(const ExpressionContext& context, std::size_t patterns)
      : context_(context), patterns_left_(patterns) {}

  std::optional<bool> holds(const Node& node);

 private:
  std::optional<bool> connective(const Node& node);
  std::optional<bool> compared(const Node& node);
  std::optional<bool> matches(const std::string& text, const std::string& pattern);
  std::optional<std::string> value(const Node& node) const { return substituted(node.text, context_.lookup); }

  const ExpressionContext& context_;
  std::size_t patterns_left_;
};

std::optional<bool> Evaluator::holds(const Node& node) {
  if (node.wrong) return std::nullopt;
  switch (node.kind) {
    case TokenKind::string: {
      const auto text = value(node);
      return text ? std::optional(!text->empty()) : std::nullopt;
    }
    case TokenKind::both:
    case TokenKind::either:
      return connective(node);
    case TokenKind::negation: {
      const auto inner = node.right ? holds(*node.right) : std::optional(true);
      return inner ? std::optional(!*inner) : std::nullopt;
    }
    case TokenKind::opening:
      return node.right ? holds(*node.right) : std::optional(true);
    case TokenKind::access: {
      const auto url = value(*node.right);
      return url ? std::optional(context_.may_reach(*url)) : std::nullopt;
    }
    default:
      return compared(node);
  }
}

std::optional<bool> Evaluator::connective(const Node& node) {
  const auto left = holds(*node.left);
  if (!left) return std::nullopt;
  const bool decides = *left == (node.kind == TokenKind::either);
  // What a pattern takes can be shown later, so it is tried all the same.
  if (decides && patterns_left_ == 0) return left;
  const auto right = holds(*node.right);
  if (!right) return std::nullopt;
  return decides ? left : right;
}

std::optional<bool> Evaluator::compared(const Node& node) {
  const auto left = value(*node.left);
  const auto right = value(*node.right);
  if (!left || !right) return std::nullopt;
  if (node.right->kind == TokenKind::pattern) {
    const auto found = matches(*left, *right);
    return found ? std::optional(*found == (node.kind == TokenKind::equal)) : std::nullopt;
  }
  switch (node.kind) {
    case TokenKind::equal:
      return *left == *right;
    case TokenKind::unequal:
      return *left != *right;
    case TokenKind::less:
      return *left < *right;
    case TokenKind::less_or_equal:
      return *left <= *right;
    case TokenKind::greater:
      return *left > *right;
    default:
      return *left >= *right;
  }
}

std::optional<bool> Evaluator::matches(const std::string& text, const std::string& pattern) {
  --patterns_left_;
  auto match = matched(pattern, text);
  if (match.outcome == PatternMatch::Outcome::failed) return std::nullopt;
  const bool found = match.outcome == PatternMatch::Outcome::matched;
  context_.captured(found ? std::optional(std::move(match.captures)) : std::nullopt);
  return found;
}

}  // namespace

std::optional<bool> expression_holds(std::string_view text, const ExpressionContext& context) {
  auto tokens = tokens_of(text);
  if (!tokens || text.size() > longest_text) return std::nullopt;
  if (tokens->size() == 1) return false;
  std::size_t patterns = 0;
  for (const auto& token : *tokens) patterns += token.kind == TokenKind::pattern ? 1 : 0;
  const auto root = Parser(std::move(*tokens)).run();
  if (!root) return std::nullopt;
  return Evaluator(context, patterns).holds(*root);
}

}  // namespace refd::ssi
