// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "firstpaint/screen.h"

#include <QHash>

#include <algorithm>

// Last, for its macros.
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>

namespace laneway {

namespace {
constexpr int lines = 24;
constexpr int pixelSize = 4;
/// One pixel in so many has another colour than most: less may be a border or a cursor.
constexpr qsizetype otherPixels = 200;

int ignore(Display *, XErrorEvent *)
{
    return 0;
} // a window may go while it is looked at
} // namespace

struct Screen::Server
{
    Display *display = nullptr;
    Atom clients = 0;
};

Result<std::unique_ptr<Screen>> Screen::open()
{
    std::unique_ptr<Screen> screen(new Screen);
    screen->m_server = std::make_unique<Server>();
    screen->m_server->display = XOpenDisplay(nullptr);
    if (!screen->m_server->display)
        return fail(ErrorCode::NotFound, qEnvironmentVariable("DISPLAY"), u"no X server there"_s);
    XSetErrorHandler(ignore);
    screen->m_server->clients = XInternAtom(screen->m_server->display, "_NET_CLIENT_LIST", False);
    return screen;
}

Screen::~Screen()
{
    if (m_server && m_server->display)
        XCloseDisplay(m_server->display);
}

std::optional<unsigned long> Screen::firstWindow() const
{
    Display *display = m_server->display;
    Atom type = 0;
    int format = 0;
    unsigned long count = 0;
    unsigned long rest = 0;
    unsigned char *data = nullptr;
    XGetWindowProperty(display, DefaultRootWindow(display), m_server->clients, 0, 1, False, XA_WINDOW, &type, &format,
        &count, &rest, &data);
    std::optional<unsigned long> found;
    if (data && type == XA_WINDOW && format == 32 && count > 0)
        found = *reinterpret_cast<unsigned long *>(data);
    if (data)
        XFree(data);
    return found;
}

QByteArray Screen::look(unsigned long window) const
{
    Display *display = m_server->display;
    XWindowAttributes attributes{};
    if (!XGetWindowAttributes(display, window, &attributes) || attributes.map_state != IsViewable)
        return {};
    QByteArray seen;
    for (int i = 0; i < lines; ++i) {
        XImage *line = XGetImage(display, window, 0, (2 * i + 1) * attributes.height / (2 * lines),
            unsigned(attributes.width), 1, AllPlanes, ZPixmap);
        if (!line)
            return {}; // partly outside of the screen
        seen.append(line->data, qsizetype(line->bytes_per_line));
        XDestroyImage(line);
    }
    return seen;
}

bool isDrawn(const QByteArray &seen)
{
    QHash<quint32, qsizetype> colours;
    const qsizetype pixels = seen.size() / pixelSize;
    for (qsizetype i = 0; i < pixels; ++i) {
        quint32 pixel = 0;
        std::copy_n(seen.constData() + i * pixelSize, pixelSize, reinterpret_cast<char *>(&pixel));
        ++colours[pixel];
    }
    const auto most = std::max_element(colours.cbegin(), colours.cend());
    return most != colours.cend() && (pixels - *most) * otherPixels > pixels;
}

} // namespace laneway
