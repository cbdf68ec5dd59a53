// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/terminalview.h"

#include "core/result.h"
#include "ui/console/terminalfilter.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontDatabase>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QtMath>

#include <algorithm>
#include <array>
#include <deque>
#include <vterm.h>

namespace laneway {

namespace {

constexpr qsizetype mostAtOnce = 4096;
constexpr QRgb ink = 0xffd0d0d0, paper = 0xff101010;

struct Cell
{
    char32_t character = U' ';
    QRgb foreground = ink;
    QRgb background = paper;
    bool isBold = false;
    bool isUnderlined = false;
    quint8 width = 1; ///< 0: covered by the wide one before it
    bool looksAs(const Cell &other) const
    {
        return foreground == other.foreground && background == other.background && isBold == other.isBold
            && isUnderlined == other.isUnderlined;
    }
};
using Line = QList<Cell>;

struct NamedKey
{
    int qt;
    VTermKey vterm;
};
constexpr std::array namedKeys{NamedKey{Qt::Key_Return, VTERM_KEY_ENTER}, NamedKey{Qt::Key_Tab, VTERM_KEY_TAB},
    NamedKey{Qt::Key_Backtab, VTERM_KEY_TAB}, NamedKey{Qt::Key_Backspace, VTERM_KEY_BACKSPACE},
    NamedKey{Qt::Key_Escape, VTERM_KEY_ESCAPE}, NamedKey{Qt::Key_Up, VTERM_KEY_UP},
    NamedKey{Qt::Key_Down, VTERM_KEY_DOWN}, NamedKey{Qt::Key_Left, VTERM_KEY_LEFT},
    NamedKey{Qt::Key_Right, VTERM_KEY_RIGHT}, NamedKey{Qt::Key_Insert, VTERM_KEY_INS},
    NamedKey{Qt::Key_Delete, VTERM_KEY_DEL}, NamedKey{Qt::Key_Home, VTERM_KEY_HOME},
    NamedKey{Qt::Key_End, VTERM_KEY_END}, NamedKey{Qt::Key_PageUp, VTERM_KEY_PAGEUP},
    NamedKey{Qt::Key_PageDown, VTERM_KEY_PAGEDOWN}, NamedKey{Qt::Key_Enter, VTERM_KEY_ENTER}};

VTermModifier modifiersOf(Qt::KeyboardModifiers modifiers)
{
    int all = VTERM_MOD_NONE;
    if (modifiers & Qt::ShiftModifier)
        all |= VTERM_MOD_SHIFT;
    if (modifiers & Qt::AltModifier)
        all |= VTERM_MOD_ALT;
    if (modifiers & Qt::ControlModifier)
        all |= VTERM_MOD_CTRL;
    return VTermModifier(all);
}

QString textOf(const Line &line, int from, int to)
{
    QString text;
    for (int column = from; column < std::min<int>(to, int(line.size())); ++column)
        if (line[column].width != 0)
            text += QString::fromUcs4(&line[column].character, 1);
    while (text.endsWith(u' '))
        text.chop(1);
    return text;
}

/// Of a column and a line: as one reads.
bool isBefore(const QPoint &one, const QPoint &other)
{
    return std::pair(one.y(), one.x()) < std::pair(other.y(), other.x());
}

} // namespace

/// libvterm's screen, and the lines that have left it.
class TerminalView::Screen
{
public:
    explicit Screen(TerminalView *view)
        : m_view(view)
        , m_terminal(vterm_new(24, 80))
        , m_screen(vterm_obtain_screen(m_terminal))
    {
        vterm_set_utf8(m_terminal, 1);
        vterm_output_set_callback(
            m_terminal,
            [](const char *bytes, size_t size, void *self) {
                Q_EMIT static_cast<Screen *>(self)->m_view->typed(QByteArray(bytes, qsizetype(size)));
            },
            this);
        static const VTermScreenCallbacks callbacks = [] {
            VTermScreenCallbacks all{};
            all.movecursor = [](VTermPos place, VTermPos, int visible, void *self) {
                static_cast<Screen *>(self)->cursor = {place.col, place.row};
                static_cast<Screen *>(self)->showsCursor = visible != 0;
                return 1;
            };
            all.sb_pushline = [](int columns, const VTermScreenCell *cells, void *self) {
                static_cast<Screen *>(self)->keep(columns, cells);
                return 1;
            };
            all.bell = [](void *) {
                QApplication::beep();
                return 1;
            };
            return all;
        }();
        vterm_screen_set_callbacks(m_screen, &callbacks, this);
        vterm_screen_enable_altscreen(m_screen, 1);
        reset();
    }
    ~Screen() { vterm_free(m_terminal); }
    Screen(const Screen &) = delete;
    Screen &operator=(const Screen &) = delete;

    void reset()
    {
        vterm_screen_reset(m_screen, 1);
        VTermColor text, background;
        vterm_color_rgb(&text, qRed(ink), qGreen(ink), qBlue(ink));
        vterm_color_rgb(&background, qRed(paper), qGreen(paper), qBlue(paper));
        vterm_state_set_default_colors(vterm_obtain_state(m_terminal), &text, &background);
        vterm_screen_reset(m_screen, 1);
        back.clear();
        cursor = {0, 0};
    }

    void write(const QByteArray &bytes)
    {
        const QByteArray taken = m_filter.filtered(bytes, size().width());
        // libvterm keeps what it gets at once on the stack, four bytes for each.
        for (qsizetype from = 0, to = 0; from < taken.size(); from = to) {
            to = std::min(from + mostAtOnce, taken.size());
            while (to < taken.size() && (uchar(taken[to]) & 0xc0) == 0x80) // not within a character
                --to;
            vterm_input_write(m_terminal, taken.constData() + from, size_t(to - from));
        }
    }
    void resize(const QSize &size) { vterm_set_size(m_terminal, size.height(), size.width()); }
    void key(VTermKey key, Qt::KeyboardModifiers modifiers)
    {
        vterm_keyboard_key(m_terminal, key, modifiersOf(modifiers));
    }
    void character(char32_t character, Qt::KeyboardModifiers modifiers)
    {
        vterm_keyboard_unichar(m_terminal, character, modifiersOf(modifiers));
    }

    QSize size() const
    {
        int rows = 0, columns = 0;
        vterm_get_size(m_terminal, &rows, &columns);
        return {columns, rows};
    }
    int lineCount() const { return int(back.size()) + size().height(); }

    /// 0 is the oldest that is kept.
    Line line(int number) const
    {
        if (number < int(back.size()))
            return back[size_t(number)];
        Line line;
        const int columns = size().width();
        line.reserve(columns);
        for (int column = 0; column < columns; ++column) {
            VTermScreenCell cell{};
            vterm_screen_get_cell(m_screen, {number - int(back.size()), column}, &cell);
            append(line, cell);
        }
        return line;
    }

    QPoint cursor;
    bool showsCursor = true;
    std::deque<Line> back;

private:
    void append(Line &line, VTermScreenCell cell) const
    {
        vterm_screen_convert_color_to_rgb(m_screen, &cell.fg);
        vterm_screen_convert_color_to_rgb(m_screen, &cell.bg);
        Cell made;
        made.width = cell.chars[0] == uint32_t(-1) ? 0 : 1;
        made.character
            = cell.chars[0] == 0 || made.width == 0 || cell.chars[0] > 0x10ffff ? U' ' : char32_t(cell.chars[0]);
        made.foreground = qRgb(cell.fg.rgb.red, cell.fg.rgb.green, cell.fg.rgb.blue);
        made.background = qRgb(cell.bg.rgb.red, cell.bg.rgb.green, cell.bg.rgb.blue);
        if (cell.attrs.reverse)
            std::swap(made.foreground, made.background);
        made.isBold = cell.attrs.bold;
        made.isUnderlined = cell.attrs.underline != 0;
        line += made;
    }

    void keep(int columns, const VTermScreenCell *cells)
    {
        Line line;
        line.reserve(columns);
        for (int column = 0; column < columns; ++column)
            append(line, cells[column]);
        back.push_back(std::move(line));
        if (back.size() > mostLinesBack)
            back.pop_front();
    }

    TerminalView *m_view;
    VTerm *m_terminal;
    VTermScreen *m_screen;
    TerminalFilter m_filter;
};

TerminalView::TerminalView(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_screen(std::make_unique<Screen>(this))
{
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Text console"));
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    setAttribute(Qt::WA_InputMethodEnabled);
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    connect(verticalScrollBar(), &QScrollBar::valueChanged, viewport(), qOverload<>(&QWidget::update));
}

TerminalView::~TerminalView() = default;

void TerminalView::adoptFont()
{
    const QFontMetricsF metrics(font());
    m_cell = {std::max(1, qRound(metrics.horizontalAdvance(u'M'))), std::max(1, qCeil(metrics.height()))};
    m_ascent = qRound(metrics.ascent());
    // A letter may be some tenths of a pixel wide: the hundredth would stand elsewhere than its cell.
    m_spacing = m_cell.width() - metrics.horizontalAdvance(u'M');
}

QSize TerminalView::sizeHint() const
{
    return {80 * m_cell.width() + verticalScrollBar()->sizeHint().width(), 24 * m_cell.height()};
}

void TerminalView::feed(const QByteArray &bytes)
{
    const bool followed = verticalScrollBar()->value() == verticalScrollBar()->maximum();
    m_screen->write(bytes);
    updateScrolling();
    if (followed)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    viewport()->update();
}

void TerminalView::clear()
{
    m_screen->reset();
    m_from = m_to = {-1, -1};
    updateScrolling();
    viewport()->update();
}

void TerminalView::updateScrolling()
{
    verticalScrollBar()->setRange(0, int(m_screen->back.size()));
    verticalScrollBar()->setPageStep(m_screen->size().height());
}

int TerminalView::firstLine() const
{
    return verticalScrollBar()->value();
}

QString TerminalView::text() const
{
    QStringList lines;
    for (int number = 0; number < m_screen->lineCount(); ++number) {
        const Line line = m_screen->line(number);
        lines += textOf(line, 0, int(line.size()));
    }
    while (!lines.isEmpty() && lines.last().isEmpty())
        lines.removeLast();
    return lines.join(u'\n');
}

std::pair<QPoint, QPoint> TerminalView::selection() const
{
    return std::minmax({m_from, m_to}, isBefore);
}

QString TerminalView::selectedText() const
{
    if (m_from == m_to)
        return {};
    const auto [first, last] = selection();
    QStringList lines;
    for (int number = first.y(); number <= std::min(last.y(), m_screen->lineCount() - 1); ++number) {
        const Line line = m_screen->line(number);
        lines += textOf(line, number == first.y() ? first.x() : 0, number == last.y() ? last.x() : int(line.size()));
    }
    return lines.join(u'\n');
}

void TerminalView::copy()
{
    if (const QString text = selectedText(); !text.isEmpty())
        QApplication::clipboard()->setText(text);
}

void TerminalView::paste()
{
    send(QApplication::clipboard()->text());
}

void TerminalView::send(const QString &text)
{
    // A line ends as the key does that ends one.
    QString keys = text;
    keys.replace(u"\r\n"_s, u"\r"_s).replace(u'\n', u'\r');
    if (!keys.isEmpty())
        Q_EMIT typed(keys.toUtf8());
}

bool TerminalView::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        // Every key is the guest's, but the window's own combinations with Ctrl+Shift.
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isOurs = key->modifiers().testFlags(Qt::ControlModifier | Qt::ShiftModifier);
        if (!isOurs) {
            event->accept();
            return true;
        }
    }
    if (event->type() == QEvent::FontChange || event->type() == QEvent::Polish)
        adoptFont();
    return QAbstractScrollArea::event(event);
}

void TerminalView::keyPressEvent(QKeyEvent *event)
{
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if (modifiers == (Qt::ControlModifier | Qt::ShiftModifier) && event->key() == Qt::Key_C)
        return copy();
    if (modifiers == (Qt::ControlModifier | Qt::ShiftModifier) && event->key() == Qt::Key_V)
        return paste();
    if (modifiers == Qt::ShiftModifier && (event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown)) {
        verticalScrollBar()->triggerAction(
            event->key() == Qt::Key_PageUp ? QAbstractSlider::SliderPageStepSub : QAbstractSlider::SliderPageStepAdd);
        return;
    }
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    const auto named
        = std::find_if(namedKeys.begin(), namedKeys.end(), [&](const NamedKey &key) { return key.qt == event->key(); });
    if (named != namedKeys.end())
        return m_screen->key(named->vterm, modifiers);
    if (event->key() >= Qt::Key_F1 && event->key() <= Qt::Key_F12)
        return m_screen->key(VTermKey(VTERM_KEY_FUNCTION(1 + event->key() - Qt::Key_F1)), modifiers);
    // With Ctrl the text is a control character already; the letter is the key's.
    if (modifiers.testFlag(Qt::ControlModifier) && event->key() >= Qt::Key_At && event->key() <= Qt::Key_Underscore)
        return m_screen->character(char32_t(event->key() | 0x20), modifiers & ~Qt::ShiftModifier);
    const auto characters = event->text().toUcs4();
    if (characters.isEmpty())
        return QAbstractScrollArea::keyPressEvent(event);
    for (const uint character : characters)
        m_screen->character(character, modifiers & Qt::AltModifier);
}

bool TerminalView::focusNextPrevChild(bool)
{
    return false; // Tab is the guest's
}

void TerminalView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), QColor::fromRgb(paper));
    const auto isSelected = [selected = selection()](int column, int line) {
        const QPoint place(column, line);
        return !isBefore(place, selected.first) && isBefore(place, selected.second);
    };
    const int top = std::max(0, event->rect().top() / m_cell.height());
    const int bottom = std::min(event->rect().bottom() / m_cell.height(), m_screen->size().height() - 1);
    for (int row = top; row <= bottom; ++row) {
        const int number = firstLine() + row;
        if (number >= m_screen->lineCount())
            break;
        const Line line = m_screen->line(number);
        // Cells that look alike are painted together: a screen full of text in some 30 strokes.
        for (int column = 0; column < line.size();) {
            const Cell &look = line[column];
            const bool selected = isSelected(column, number);
            QString run;
            int end = column;
            while (end < line.size() && line[end].looksAs(look) && isSelected(end, number) == selected) {
                if (line[end].width != 0)
                    run += QString::fromUcs4(&line[end].character, 1);
                ++end;
                if (line[end - 1].width == 0)
                    break; // a wide one's width is the font's: what follows has a place of its own
            }
            const QRect place(
                column * m_cell.width(), row * m_cell.height(), (end - column) * m_cell.width(), m_cell.height());
            const QColor background
                = selected ? palette().color(QPalette::Highlight) : QColor::fromRgb(look.background);
            if (background.rgb() != paper)
                painter.fillRect(place, background);
            if (!run.trimmed().isEmpty()) {
                QFont shown = font();
                shown.setBold(look.isBold);
                shown.setUnderline(look.isUnderlined);
                shown.setLetterSpacing(QFont::AbsoluteSpacing, m_spacing);
                painter.setFont(shown);
                painter.setPen(
                    selected ? palette().color(QPalette::HighlightedText) : QColor::fromRgb(look.foreground));
                painter.drawText(place.left(), place.top() + m_ascent, run);
            }
            column = end;
        }
    }
    const int cursorRow = int(m_screen->back.size()) + m_screen->cursor.y() - firstLine();
    if (m_screen->showsCursor && cursorRow >= 0 && cursorRow < m_screen->size().height()) {
        const QRect place(
            m_screen->cursor.x() * m_cell.width(), cursorRow * m_cell.height(), m_cell.width(), m_cell.height());
        painter.setCompositionMode(QPainter::CompositionMode_Difference);
        if (hasFocus())
            painter.fillRect(place, QColor::fromRgb(ink));
        else {
            painter.setPen(QColor::fromRgb(ink));
            painter.drawRect(place.adjusted(0, 0, -1, -1));
        }
    }
}

void TerminalView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    const bool followed = verticalScrollBar()->value() == verticalScrollBar()->maximum();
    m_screen->resize({std::clamp(viewport()->width() / m_cell.width(), 20, 500),
        std::clamp(viewport()->height() / m_cell.height(), 4, 300)});
    updateScrolling();
    if (followed)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

QPoint TerminalView::cellAt(const QPoint &position) const
{
    const QSize size = m_screen->size();
    return {std::clamp((position.x() + m_cell.width() / 2) / m_cell.width(), 0, size.width()),
        firstLine() + std::clamp(position.y() / m_cell.height(), 0, size.height() - 1)};
}

void TerminalView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::MiddleButton && QApplication::clipboard()->supportsSelection())
        return send(QApplication::clipboard()->text(QClipboard::Selection));
    if (event->button() != Qt::LeftButton)
        return;
    m_from = m_to = cellAt(event->position().toPoint());
    m_selecting = true;
    viewport()->update();
}

void TerminalView::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_selecting)
        return;
    m_to = cellAt(event->position().toPoint());
    viewport()->update();
}

void TerminalView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !std::exchange(m_selecting, false))
        return;
    if (const QString text = selectedText(); !text.isEmpty() && QApplication::clipboard()->supportsSelection())
        QApplication::clipboard()->setText(text, QClipboard::Selection);
}

void TerminalView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    QAction *copying = menu.addAction(tr("&Copy"), QKeySequence(u"Ctrl+Shift+C"_s), this, &TerminalView::copy);
    copying->setEnabled(!selectedText().isEmpty());
    QAction *pasting = menu.addAction(tr("&Paste"), QKeySequence(u"Ctrl+Shift+V"_s), this, &TerminalView::paste);
    pasting->setEnabled(!QApplication::clipboard()->text().isEmpty());
    menu.addSeparator();
    menu.addAction(tr("C&lear"), this, &TerminalView::clear);
    menu.exec(event->globalPos());
}

void TerminalView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void TerminalView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace laneway
